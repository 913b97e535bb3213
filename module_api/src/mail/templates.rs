//! The words of the mails: one text per message, whose first line is the subject, and one HTML page that shows the same words. An
//! administrator may put his own in a folder; one that cannot be used is told, and the shipped one takes its place.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use demandes_domain::message::Message;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::{Value, json};

/// Longest subject, in characters.
const SUBJECT: usize = 150;
/// What comes before the subject.
const MARK: &str = "Objet :";
/// The page of every mail.
const PAGE: &str = "page.html";
/// The mail of the day.
pub const DIGEST: &str = "resume";

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/mails/", $name)))),+]
    };
}

/// What is shipped, by name of file.
const SHIPPED: &[(&str, &str)] = shipped![
    "page.html",
    "resume.txt",
    "accuse_reception.txt",
    "incomplete.txt",
    "instruction.txt",
    "decision.txt",
    "lot_disponible.txt",
    "lien_expire.txt",
    "expire_bientot.txt",
    "expiree.txt",
    "fin_usage.txt",
    "retrait.txt",
    "revocation.txt",
    "avis_demande.txt",
    "avis_relance.txt",
    "avis_sans_reponse.txt",
    "envoi_information.txt",
    "envoi_prevu.txt",
    "depot.txt",
    "avis_reserve.txt",
    "a_decider.txt",
    "retard.txt",
    "blocage.txt",
    "garde.txt",
    "permission_terminee.txt",
    "dossier_confie.txt",
    "lot_confie.txt",
    "lot_pret.txt",
    "relance.txt",
];

/// Why a template cannot be used; for an administrator, in French.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The folder or the file cannot be read.
    #[error("{path} illisible : {reason}")]
    Unreadable {
        /// What was read.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// No message has this name.
    #[error("{0} : aucun courriel n'a ce nom")]
    Unknown(String),
    /// It does not render.
    #[error("{name} : {reason}")]
    Broken {
        /// The file.
        name: String,
        /// What the engine said.
        reason: String,
    },
    /// It renders, and is no mail.
    #[error(
        "{0} : la première ligne doit être « Objet : … », d'au plus 150 caractères, et le texte la suivre"
    )]
    NoSubject(String),
}

/// A mail, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The same, as a page.
    pub html: String,
}

/// The templates in force.
#[derive(Debug, Clone)]
pub struct Templates {
    signature: String,
    files: BTreeMap<String, String>,
}

impl Templates {
    /// Those shipped, and over them those of the folder that can be used. With them, what is wrong with the others.
    #[must_use]
    pub fn load(folder: Option<&Path>, signature: &str) -> (Self, Vec<TemplateError>) {
        let files = SHIPPED
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let mut templates = Self {
            signature: signature.to_owned(),
            files: files.collect(),
        };
        let mut wrong = Vec::new();
        let Some(folder) = folder else {
            return (templates, wrong);
        };
        match own(folder) {
            Err(error) => wrong.push(error),
            Ok(own) => {
                for (name, text) in own {
                    if let Err(error) = templates.replace(&name, text) {
                        wrong.push(error);
                    }
                }
            }
        }
        (templates, wrong)
    }

    /// Puts one in the place of the shipped one, if every mail it makes can be written.
    fn replace(
        &mut self,
        name: &str,
        text: Result<String, TemplateError>,
    ) -> Result<(), TemplateError> {
        if !self.files.contains_key(name) {
            return Err(TemplateError::Unknown(name.to_owned()));
        }
        let mut tried = self.clone();
        tried.files.insert(name.to_owned(), text?);
        tried.check()?;
        *self = tried;
        Ok(())
    }

    /// Writes every mail, with all that a template may be given and with the least.
    ///
    /// # Errors
    /// The first one that cannot be written.
    pub fn check(&self) -> Result<(), TemplateError> {
        for message in Message::ALL {
            for values in [full(), least()] {
                self.write(message.as_str(), &values)?;
            }
        }
        self.write(DIGEST, &full()).map(|_| ())
    }

    /// Writes a mail.
    ///
    /// # Errors
    /// When the template does not render.
    pub fn write(&self, name: &str, values: &Value) -> Result<Written, TemplateError> {
        let file = format!("{name}.txt");
        let told = self.render(&file, values)?;
        let no_subject = || TemplateError::NoSubject(file.clone());
        let (first, rest) = told.split_once('\n').ok_or_else(no_subject)?;
        let subject = first
            .strip_prefix(MARK)
            .map(str::trim)
            .ok_or_else(no_subject)?;
        let text = rest.trim();
        let is_line = !subject.is_empty() && !subject.contains(char::is_control);
        if !is_line || subject.chars().count() > SUBJECT || text.is_empty() {
            return Err(no_subject());
        }
        let html = self.render(
            PAGE,
            &json!({ "sujet": subject, "paragraphes": paragraphs(text), "signature": self.signature }),
        )?;
        Ok(Written {
            subject: subject.to_owned(),
            text: format!("{text}\n\n-- \n{}\n", self.signature),
            html,
        })
    }

    fn render(&self, name: &str, values: &Value) -> Result<String, TemplateError> {
        let broken = |error: minijinja::Error| TemplateError::Broken {
            name: name.to_owned(),
            reason: format!("{error:#}"),
        };
        let source = self
            .files
            .get(name)
            .ok_or_else(|| TemplateError::Unknown(name.to_owned()))?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match Path::new(name).extension() {
            Some(extension) if extension == "html" => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.add_filter("capitale", |text: String| {
            let mut letters = text.chars();
            let first = letters.next().map(char::to_uppercase);
            first
                .into_iter()
                .flatten()
                .chain(letters)
                .collect::<String>()
        });
        environment
            .render_named_str(
                name,
                source,
                minijinja::Value::from(minijinja::value::Serde(values)),
            )
            .map_err(broken)
    }
}

/// The name of a file, and its text or why it cannot be read.
type OwnFile = (String, Result<String, TemplateError>);

/// The files of an administrator's folder.
fn own(folder: &Path) -> Result<Vec<OwnFile>, TemplateError> {
    let unreadable = |path: &Path, error: &std::io::Error| TemplateError::Unreadable {
        path: path.display().to_string(),
        reason: error.to_string(),
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error));
            (name.into_owned(), text)
        })
        .collect())
}

/// Paragraphs of lines; a line that is an address is a link.
fn paragraphs(text: &str) -> Vec<Vec<Value>> {
    let is_link = |line: &str| {
        (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(' ')
    };
    text.split("\n\n")
        .map(|paragraph| {
            let lines = paragraph
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty());
            lines
                .map(|line| json!({ "texte": line, "lien": is_link(line) }))
                .collect::<Vec<Value>>()
        })
        .filter(|lines| !lines.is_empty())
        .collect()
}

/// All that a template may be given.
fn full() -> Value {
    json!({
        "numero": "2026-0001", "lien": "https://sinp.example/geonature/#/demandes/1", "lots": "le lot F1", "date": "2 mars 2026",
        "echeance": "23 mars 2026", "jours": 7, "refus": true, "objet": "envoyer le lot", "tour_de_table": true,
        "lettre": "2026-L-0001",
        "lien_livraison": "https://sinp.example/geonature/#/demandes/livraisons/1", "lien_jusqu_au": "1er avril 2026",
        "elements": [{ "numero": "2026-0001", "libelle": "l'avis de votre pôle est demandé", "echeance": "23 mars 2026",
                       "lien": "https://sinp.example/geonature/#/demandes/1" }],
    })
}

/// The least it may be given.
fn least() -> Value {
    json!({
        "numero": "2026-0001", "lien": "https://sinp.example/geonature/#/demandes/1", "lots": null, "date": "2 mars 2026", "echeance": null,
        "jours": null, "refus": false, "objet": null, "lettre": null, "tour_de_table": false, "lien_livraison": null, "lien_jusqu_au": null,
        "elements": [],
    })
}

#[cfg(test)]
mod tests {
    use demandes_domain::message::Message;
    use serde_json::json;

    use super::{DIGEST, SHIPPED, TemplateError, Templates, full};

    fn shipped() -> Templates {
        Templates::load(None, "La plateforme").0
    }

    #[test]
    fn every_message_has_its_words_and_every_word_a_message() {
        assert_eq!(shipped().check(), Ok(()));
        assert_eq!(SHIPPED.len(), Message::ALL.len() + 2);
        assert!(shipped().files.contains_key(&format!("{DIGEST}.txt")));
    }

    #[test]
    fn what_people_wrote_is_escaped_and_stays_on_its_line() {
        let mut values = full();
        values["objet"] = json!("<script>alert(1)</script> & \"x\"");
        let written = shipped().write("retard", &values).expect("written");
        assert!(!written.html.contains("<script>"), "{}", written.html);
        assert!(written.html.contains("&lt;script&gt;"), "{}", written.html);
        values["numero"] = json!("1\r\nBcc: tous@exemple.fr");
        let refused = shipped().write("retard", &values);
        assert!(refused.is_err() || !refused.is_ok_and(|mail| mail.subject.contains("Bcc")));
    }

    #[test]
    fn an_own_template_that_cannot_be_used_is_told_and_left_aside() {
        let folder = tempfile::tempdir().expect("folder");
        let put =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("write");
        put(
            "depot.txt",
            "Objet : Dossier {{ numero }}\n\nVenez voir {{ lien }}\n",
        );
        put("retard.txt", "Objet : {{ inconnu }}\n\nx\n");
        put("relance.txt", "Objet : {% if %}\n\nx\n");
        put("garde.txt", "Pas d'objet\n\nx\n");
        put("inconnu.txt", "Objet : x\n\nx\n");
        let (templates, wrong) = Templates::load(Some(folder.path()), "La plateforme");
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert!(wrong.contains(&TemplateError::Unknown("inconnu.txt".to_owned())));
        let own = templates.write("depot", &full()).expect("own");
        assert_eq!(own.subject, "Dossier 2026-0001");
        for name in ["retard", "relance", "garde"] {
            assert_eq!(
                templates.write(name, &full()),
                shipped().write(name, &full()),
                "{name}"
            );
        }
    }
}
