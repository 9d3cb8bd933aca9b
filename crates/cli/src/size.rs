//! `stormglass size`.

mod json;
mod map;
mod over;
mod solving;
mod tell;

use serde_json::Value;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{Convergence, Unknown, answer};
use stormglass_core::units::Rate;
use stormglass_core::write::{Sheet, Template};

use crate::args::Args;
use crate::{End, Outcome, Unusable, findings, input, print};

use over::{Over, written};

pub(crate) fn size(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let wants_json = args.flag("--json");
    let checks = args.flag("--check");
    let proves = args.flag("--prove");
    if args.flag("--myths") {
        args.files()?;
        tell::myths(&words);
        return Ok(End::Fine);
    }
    let solves = args.option("--solve")?.map(|names| solving::unknowns(&names)).transpose()?;
    let sides = args.option("--map")?.map(|text| map::sides(&text)).transpose()?;
    let template = args.option("--format")?.map(|id| template(&id)).transpose()?;
    let over = Over::take(&mut args, &words)?;
    let service = over.service();
    let series = over.series();
    let files = args.files()?;
    let scenario = match files.as_slice() {
        [] => Scenario::default(),
        [file] => findings::scenario(&words, file, &input::text(file)?)?,
        [_, extra, ..] => {
            return Err(Unusable(format!(
                "stormglass size takes one file; “{extra}” is too many.\n"
            )));
        }
    };
    let (scenario, question) = over.lay(scenario);
    let finds_rate = solves.as_ref().is_some_and(|all| solving::is_rate(all));
    let has_rate = sides.is_some_and(|(x, y)| x == Unknown::Writes || y == Unknown::Writes);
    let finds_rate = finds_rate || has_rate;
    if question.peak.is_none() && written(&scenario) == Rate::ZERO && !finds_rate {
        return Err(Unusable(
            "Nothing is written, so there is nothing to size. Give --writes 10mb/s, or a scenario \
             with a “writes” line.\n"
                .into(),
        ));
    }
    if let Some(sides) = sides {
        return map::map(&words, &scenario, &question, sides, wants_json);
    }
    if solves.is_some() || proves {
        return solving::solve(&words, &scenario, &question, solves, proves, wants_json);
    }
    let answer = answer(&scenario, &question);
    match template {
        Some(template) => {
            let say = |message: &_| words.say(message);
            let sheet = Sheet::new(&scenario, &question, &answer, &say);
            let sheet = match service {
                Some(service) => sheet.on(service, &scenario, &answer),
                None => sheet,
            };
            print(&template.fill(&sheet));
        }
        None if wants_json => {
            let mut object = json::object(&words, &scenario, &answer, service);
            object["series"] = series.map_or(Value::Null, |series| json::series(&series, &answer));
            print(&format!("{object:#}\n"));
        }
        None => {
            if let Some(series) = &series {
                print(&format!("{}\n", words.say(&series.say(answer.effective.total))));
            }
            tell::tell(&words, &scenario, &answer, service);
        }
    }
    let survives = answer.survives.is_none_or(|survives| survives >= question.outage);
    let converges = matches!(answer.converges, Convergence::Yes { .. });
    Ok(if checks && !(survives && converges) { End::Problem } else { End::Fine })
}

fn template(id: &str) -> Result<Template, Unusable> {
    Template::find(id).ok_or_else(|| {
        let ids: Vec<&str> = Template::ALL.iter().map(|template| template.id).collect();
        Unusable(format!("--format {id} is not known; there are {}.\n", ids.join(", ")))
    })
}
