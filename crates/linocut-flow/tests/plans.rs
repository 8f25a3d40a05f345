//! Every mistake of a recipe is found before anything runs.

use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Catalogue, Inputs, Plan, Port, Recipe, Stage, kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Blur {
    /// How far, in pixels.
    #[schemars(range(min = 0.0, max = 9.0))]
    radius: f64,
    /// Where.
    side: Side,
    /// How often at most; none for no limit.
    most: Option<u32>,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Side {
    #[default]
    Left,
    Right,
}

impl Default for Blur {
    fn default() -> Self {
        Self { radius: 1.0, side: Side::Left, most: None }
    }
}

impl Stage for Blur {
    const NAME: &'static str = "blur";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("picture", Type::Raster), Port::open("words", Type::Text)];
    const OUTPUT: Type = Type::Raster;
    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        Ok(Value::Raster(inputs.raster("picture")?))
    }
}

fn plan(nodes: &str, output: &str) -> Result<Plan, Vec<String>> {
    let text =
        format!(r#"{{"inputs": {{"in": "raster", "said": "text"}}, "output": "{output}", "nodes": {{{nodes}}}}}"#);
    let catalogue = Catalogue::new(vec![kind::<Blur>()]);
    let recipe = Recipe::from_json(&text).map_err(|error| vec![error.to_string()])?;
    Plan::new(&recipe, &catalogue).map_err(|errors| {
        errors.iter().map(|e| e.hint().map_or_else(|| e.to_string(), |hint| format!("{e} ({hint})"))).collect()
    })
}

#[track_caller]
fn check(nodes: &str, output: &str, expected: &[&str]) {
    assert_eq!(plan(nodes, output).err().unwrap_or_default(), expected);
}

#[test]
fn accepts_what_is_right() {
    check(r#""a": {"stage": "blur", "in": {"picture": "in", "words": "said"}, "params": {"most": null}}"#, "a", &[]);
}

#[test]
fn finds_names_that_are_not_there() {
    check(
        r#""a": {"stage": "blurr", "in": {"picture": "in"}}"#,
        "a",
        &["node a: there is no stage 'blurr' (did you mean blur?)"],
    );
    check(
        r#""a": {"stage": "blur", "in": {"picture": "inn"}}"#,
        "b",
        &["node a: there is no node or input 'inn' (did you mean in?)", "output: there is no node or input 'b'"],
    );
    check(
        r#""a": {"stage": "blur", "in": {"pictur": "in"}}"#,
        "a",
        &["node a: blur has no port 'pictur' (it has picture, words)", "node a: port picture is not connected"],
    );
    check(
        r#""a": {"stage": "blur", "in": {"picture": "in"}, "params": {"radios": 1}}"#,
        "a",
        &["node a: there is no parameter 'radios' (did you mean radius?)"],
    );
}

#[test]
fn finds_values_that_do_not_fit() {
    check(
        r#""a": {"stage": "blur", "in": {"picture": "in"}, "params": {"radius": 10, "side": "up", "most": "many"}}"#,
        "a",
        &[
            "node a: most: \"many\" is not of type integer",
            "node a: radius: 10 is above the most, 9",
            "node a: side: \"up\" is not \"left\" or \"right\"",
        ],
    );
}

#[test]
fn finds_types_that_do_not_fit() {
    check(
        r#""a": {"stage": "blur", "in": {"picture": "said"}, "else": "said"}"#,
        "a",
        &["node a: port picture takes raster, said gives text", "node a: its else gives text, it gives raster"],
    );
}

#[test]
fn finds_circles() {
    check(
        r#""a": {"stage": "blur", "in": {"picture": "b"}}, "b": {"stage": "blur", "in": {"picture": "a"}},
           "c": {"stage": "blur", "in": {"picture": "in"}, "else": "d"}, "d": {"stage": "blur", "in": {"picture": "in"}}"#,
        "a",
        &["these nodes wait for each other: a, b"],
    );
}

#[test]
fn the_same_settings_are_the_same_text() {
    let params = |given: &str| {
        let nodes = format!(r#""a": {{"stage": "blur", "in": {{"picture": "in"}}, "params": {{{given}}}}}"#);
        plan(&nodes, "a").ok().unwrap().steps["a"].prepared.params.to_string()
    };
    assert_eq!(params(""), params(r#""side": "left", "radius": 1"#));
    assert_ne!(params(""), params(r#""radius": 1.5"#));
}

#[test]
fn sets_a_parameter_by_words() {
    let mut recipe = Recipe::from_json(r#"{"output": "a", "nodes": {"a": {"stage": "blur"}}}"#).unwrap();
    recipe.set("a.radius=2.5").unwrap();
    recipe.set("a.side=right").unwrap();
    assert_eq!(recipe.nodes["a"].params["radius"], 2.5);
    assert_eq!(recipe.nodes["a"].params["side"], "right");
    assert_eq!(recipe.set("b.x=1").unwrap_err().to_string(), "there is no node 'b'");
    assert_eq!(recipe.set("radius").unwrap_err().to_string(), "'radius' sets nothing");
}
