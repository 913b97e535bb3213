//! The rest of a body whose handler answered before its end: a file too large, nobody logged in. Who sends the whole body before it
//! reads the answer (Apache's `mod_proxy`, some browsers) sees a cut connection if nobody reads that rest, and never the answer.
//!
//! What is read is thrown away, up to an amount and for a time: the connection of who sends without end is cut, as it would be without.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    BoxError,
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::Request,
    http::header,
};
use futures_util::{Stream, StreamExt as _};
use tokio::sync::oneshot;

/// Bytes read after the answer is known: what the web servers' snippets let through at most.
const LARGEST: u64 = 64 << 20;
/// Longest reading after the answer is known.
const LONGEST: Duration = Duration::from_secs(30);

/// Where the body comes back once its handler is done with it.
pub struct Rest(oneshot::Receiver<BodyDataStream>);

/// A body on loan.
struct Lent {
    body: Option<BodyDataStream>,
    back: Option<oneshot::Sender<BodyDataStream>>,
    /// Its sender waits for a « 100 Continue » that was not asked for: it holds the body back, and reading would make it send.
    held: bool,
}

/// The same request, whose body comes back.
pub fn keep(request: Request) -> (Request, Rest) {
    let (back, rest) = oneshot::channel();
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return (Request::from_parts(parts, body), Rest(rest));
    }
    let lent = Lent {
        body: Some(body.into_data_stream()),
        back: Some(back),
        held: parts.headers.contains_key(header::EXPECT),
    };
    let request = Request::from_parts(parts, Body::from_stream(lent));
    (request, Rest(rest))
}

impl Stream for Lent {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.held = false;
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = ready!(body.poll_next_unpin(context));
        // At its end, or broken: nothing comes back.
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(back), false) = (self.body.take(), self.back.take(), self.held) {
            // Without a receiver the connection is gone.
            let _ = back.send(body);
        }
    }
}

impl Rest {
    /// Reads it, for `left` at most. Nothing is read when it is known to be too large.
    pub async fn read(mut self, left: Duration) {
        let Ok(body) = self.0.try_recv() else {
            return;
        };
        if HttpBody::size_hint(&body).lower() <= LARGEST {
            // Late: the connection is cut.
            let _ = tokio::time::timeout(left.min(LONGEST), read(body)).await;
        }
    }
}

async fn read(mut body: BodyDataStream) {
    let mut bytes = 0;
    while let Some(Ok(chunk)) = body.next().await {
        bytes += chunk.len() as u64;
        if bytes > LARGEST {
            return;
        }
    }
}
