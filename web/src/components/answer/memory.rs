//! The memory bill as a bar.

use stormglass_core::message::Message;
use stormglass_core::sizing::Bill;
use stormglass_core::units::Bytes;
use yew::prelude::*;

use crate::model::State;
use crate::words;

/// The bar, with the most that is needed.
pub(super) fn memory(state: &State, bill: &Bill) -> Html {
    let all = state.run.scenario.memory.unwrap_or(bill.total).max(bill.total).0.max(1);
    let share = |bytes: Bytes| format!("width:{:.2}%", bytes.0 as f64 / all as f64 * 100.0);
    let said = |id, bytes: Bytes| words::say(&Message::new(id).with("bytes", bytes));
    let cow = Message::new("page-bill-cow").with("low", bill.cow_low).with("high", bill.cow_high);
    html! {
        <div class="bill">
            <h2>{ words::text("page-memory") }</h2>
            <div class="bar" aria-hidden="true">
                <i class="b1" style={share(bill.dataset)}></i>
                <i class="b2" style={share(bill.backlog)}></i>
                <i class="b3" style={share(bill.buffers)}></i>
                <i class="b4" style={share(bill.cow_high)}></i>
            </div>
            <p>
                <i class="k b1"></i>{ said("page-bill-dataset", bill.dataset) }{ " " }
                <i class="k b2"></i>{ said("page-bill-backlog", bill.backlog) }{ " " }
                <i class="k b3"></i>{ said("page-bill-buffers", bill.buffers) }{ " " }
                <i class="k b4"></i>{ words::say(&cow) }{ " · " }
                { said("page-bill-total", bill.total) }
                if let Some(memory) = state.run.scenario.memory {
                    { " " }<span class="muted">{ said("page-bill-of", memory) }</span>
                }
            </p>
        </div>
    }
}
