//! A small client of the API: a token, JSON in and out, statuses kept.

use anyhow::{Context as _, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Signs a token as GeoNature does up to pypnusershub 3.2: the end in the JOSE header.
///
/// # Errors
/// When the key cannot be one.
pub fn sign_token(id_role: i32, expires_at: DateTime<Utc>, key: &[u8]) -> anyhow::Result<String> {
    sign(
        &json!({ "alg": "HS256", "typ": "JWT", "exp": expires_at.timestamp() }),
        &json!({ "id_role": id_role }),
        key,
    )
}

/// Signs any header and payload with HMAC-SHA-256.
///
/// # Errors
/// When the key cannot be one.
pub fn sign(header: &Value, payload: &Value, key: &[u8]) -> anyhow::Result<String> {
    let message = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload.to_string())
    );
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key)?;
    mac.update(message.as_bytes());
    Ok(format!(
        "{message}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    ))
}

/// Somebody logged in.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

/// What the API answered.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body; null when it is not JSON.
    pub json: Value,
    /// Its body as sent.
    pub bytes: Vec<u8>,
    /// Its headers.
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// The body of a success.
    ///
    /// # Errors
    /// When it is none.
    pub fn ok(self) -> anyhow::Result<Value> {
        if !self.status.is_success() {
            bail!("{}: {}", self.status, String::from_utf8_lossy(&self.bytes));
        }
        Ok(self.json)
    }

    /// A header; empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }

    /// The stable code of a refusal, with its status.
    #[must_use]
    pub fn refusal(&self) -> (u16, &str) {
        (
            self.status.as_u16(),
            self.json["code"].as_str().unwrap_or(""),
        )
    }
}

impl Client {
    /// A client of the API at `url` with this token (an empty one sends none).
    #[must_use]
    pub fn new(url: &str, token: &str) -> Self {
        Self {
            http: reqwest::Client::new(),
            url: url.to_owned(),
            token: token.to_owned(),
        }
    }

    /// The token it sends.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A change that overwrites says so, unless a test says which version it had read.
    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let overwrites = [Method::PUT, Method::PATCH, Method::DELETE].contains(&method);
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if overwrites {
            request = request.header("if-match", "*");
        }
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    async fn send(request: reqwest::RequestBuilder) -> anyhow::Result<Answer> {
        let response = request.send().await.context("no answer")?;
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response.bytes().await?.to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer {
            status,
            json,
            bytes,
            headers,
        })
    }

    /// GET.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        Self::send(self.request(Method::GET, path)).await
    }

    /// What a link opens, read from the first byte: the archive, or the refusal to open it.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn download(&self, link: &str) -> anyhow::Result<Answer> {
        let opened = self.post(&format!("{link}/session"), Value::Null).await?;
        if !opened.status.is_success() {
            return Ok(opened);
        }
        self.read(&opened, "").await
    }

    /// The archive of a session that was opened, or the part of it that `range` says.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn read(&self, opened: &Answer, range: &str) -> anyhow::Result<Answer> {
        let url = opened.json["url"].as_str().context("url of the session")?;
        let path = &url[url
            .find("/telechargements/")
            .context("path of the session")?..];
        // Without a token: a browser's own download sends none.
        let request = self.http.get(format!("{}{path}", self.url));
        Self::send(match range {
            "" => request,
            range => request.header("range", range),
        })
        .await
    }

    /// POST of JSON.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn post(&self, path: &str, body: Value) -> anyhow::Result<Answer> {
        Self::send(self.request(Method::POST, path).json(&body)).await
    }

    /// PATCH of JSON.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn patch(&self, path: &str, body: Value) -> anyhow::Result<Answer> {
        Self::send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// PUT of JSON.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn put(&self, path: &str, body: Value) -> anyhow::Result<Answer> {
        Self::send(self.request(Method::PUT, path).json(&body)).await
    }

    /// PUT of a file in a form, with the projection said by the person, if any.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn put_file(
        &self,
        path: &str,
        name: &str,
        bytes: Vec<u8>,
        epsg: Option<i32>,
    ) -> anyhow::Result<Answer> {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut form = reqwest::multipart::Form::new().part("fichier", part);
        if let Some(epsg) = epsg {
            form = form.text("epsg", epsg.to_string());
        }
        Self::send(self.request(Method::PUT, path).multipart(form)).await
    }

    /// Any method, with JSON or without a body.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let request = self.request(method, path);
        Self::send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Any method, with these headers and no other but the token's.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn with_headers(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Self::send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// PUT of bytes said to be of this content type.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn put_bytes(
        &self,
        path: &str,
        content_type: &str,
        bytes: Vec<u8>,
    ) -> anyhow::Result<Answer> {
        Self::send(
            self.request(Method::PUT, path)
                .header("content-type", content_type)
                .body(bytes),
        )
        .await
    }

    /// POST of bytes said to be of this content type.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn post_bytes(
        &self,
        path: &str,
        content_type: &str,
        bytes: Vec<u8>,
    ) -> anyhow::Result<Answer> {
        Self::send(
            self.request(Method::POST, path)
                .header("content-type", content_type)
                .body(bytes),
        )
        .await
    }

    /// PUT of any form.
    ///
    /// # Errors
    /// Without an answer.
    pub async fn put_form(
        &self,
        path: &str,
        form: reqwest::multipart::Form,
    ) -> anyhow::Result<Answer> {
        Self::send(self.request(Method::PUT, path).multipart(form)).await
    }
}
