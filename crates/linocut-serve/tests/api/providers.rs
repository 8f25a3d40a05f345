//! Providers that a test makes: scripts, and one that cannot be reached.

use linocut_core::{
    Context, Error, ImageModel, ImageRequest, Kind, LanguageModel, Model, ModelId, Raster, Result, Rgba,
};
use linocut_models::config::{Config, ProviderFile};
use linocut_models::cost::Entry;
use linocut_models::provider::{Fault, Settings};
use linocut_models::script::Script;
use linocut_serve::{Change, Directory};
use std::sync::{Arc, Mutex};

/// What is known, all in memory.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) file: Mutex<ProviderFile>,
    /// The exchanges of every script.
    pub(crate) script: Vec<String>,
    pub(crate) noted: Mutex<Vec<Entry>>,
}

/// A square, whatever is asked for.
#[derive(Debug)]
struct Square(ModelId);

impl Model for Square {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl ImageModel for Square {
    fn generate(&self, _request: &ImageRequest, _cx: &Context) -> Result<Raster> {
        let inside = 16..48_u32;
        let color = |x, y| if inside.contains(&x) && inside.contains(&y) { Rgba::BLACK } else { Rgba::WHITE };
        Raster::new(64, 64, (0..64).flat_map(|y| (0..64).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect())
    }
}

impl Room {
    /// A room with a chosen script of these exchanges, a painter, and a key that nobody may see.
    pub(crate) fn of(script: &[&str]) -> Arc<Self> {
        let text = r#"{ "write": "script", "paint": "brush", "providers": {
            "script": { "family": "scripted", "url": "script" },
            "brush": { "family": "automatic1111", "url": "http://127.0.0.1:1" },
            "far": { "family": "openai", "key": "sk-canary-0123456789" } } }"#;
        let file = Mutex::new(ProviderFile::from_json(text).unwrap());
        Arc::new(Self { file, script: script.iter().map(|text| (*text).to_owned()).collect(), ..Self::default() })
    }
}

impl Directory for Room {
    fn config(&self) -> Result<Config> {
        Config::read(Some(&self.file.lock().unwrap().to_json()), &|_| None)
    }
    fn change(&self, change: Change<'_>) -> Result<()> {
        let mut file = self.file.lock().unwrap();
        let mut new = file.clone();
        change(&mut new)?;
        *file = new;
        Ok(())
    }
    fn variable(&self, _name: &str) -> Option<String> {
        None
    }
    fn writer(&self, settings: &Settings) -> Result<Arc<dyn LanguageModel>> {
        if settings.name == "far" {
            return Err(Fault::BROKEN.error("there is no network here"));
        }
        let files = self.script.iter().enumerate().map(|(at, text)| (format!("{at:02}"), text.clone()));
        Ok(Arc::new(Script::new(&settings.name, files.collect())?))
    }
    fn painter(&self, settings: &Settings) -> Result<Arc<dyn ImageModel>> {
        Ok(Arc::new(Square(settings.id())))
    }
    fn models(&self, settings: &Settings, _cx: &Context) -> Result<Vec<String>> {
        if settings.family.writes() {
            Err(Error::new(Kind::Input, "a script has no list of models"))
        } else {
            Ok(vec!["sd".to_owned()])
        }
    }
    fn note(&self, entries: &[Entry]) -> Result<()> {
        self.noted.lock().unwrap().extend_from_slice(entries);
        Ok(())
    }
    fn usage(&self) -> Result<Vec<Entry>> {
        Ok(self.noted.lock().unwrap().clone())
    }
}
