//! A list of verbs, so that subjects and conditions end where the doing begins.

/// Verbs in their base form, the ones that diagrams are full of.
const VERBS: &str = " accept access activate add adjust alert allow analyze answer apply approve archive arrive ask assign \
attach authenticate authorize become begin block book bounce browse build buy calculate call cancel capture change charge \
check choose cleanup clear click close collect commit compare compile complete compute confirm connect contact continue \
convert copy count create credit cut decide decline decrypt delete deliver deny deploy detect determine disable discard \
display do download draft edit eject email emit enable encrypt end enqueue ensure enter escalate estimate evaluate exit \
expire export fail fetch file fill filter find finish fix flag follow forward fulfill generate get give go grant handle \
hash hold identify import increment inform initialize insert inspect install invite invoke issue join keep launch leave \
list listen load lock log login logout look lookup make mark match merge migrate monitor move navigate notify open order \
pack parse pass pause pay pick place plan poll post prepare present press print prioritize process produce prompt provide \
publish pull purchase push put query queue quit raise read reboot receive record redirect refund refuse register reject \
release reload remind remove render renew repair repeat reply report request reschedule reserve reset resolve respond \
restart restore resume retrieve retry return review rollback route run save scan schedule score search select sell send \
serve set share ship show shut sign signal skip sort split stage start stop store stream submit subscribe succeed suspend \
sync tag take terminate test throw track train transfer transform translate transmit transport trigger try turn unlock update \
upgrade upload use validate verify view visit wait warn withdraw write ";

/// People and other beings that are drawn as persons.
const PEOPLE: &str = " actor admin administrator agent analyst applicant author borrower buyer candidate cashier chef \
citizen clerk client-user consumer customer dentist designer developer diner doctor driver editor employee engineer guest \
librarian manager member nurse operator owner passenger patient people person player professor reader recruiter reporter \
resident reviewer rider seller shopper staff student subscriber supervisor supplier support-agent teacher technician tester \
traveler user users vendor viewer visitor volunteer waiter worker ";

/// Whether a word tells somebody to do something: `show`.
pub(super) fn is_order(word: &str) -> bool {
    has(VERBS, word)
}

/// Whether a word says what somebody does: `shows`, `logs`, `verifies`.
pub(super) fn is_deed(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('s') else { return false };
    has(VERBS, stem)
        || stem.strip_suffix('e').is_some_and(|stem| has(VERBS, stem))
        || stem.strip_suffix("ie").is_some_and(|stem| has(VERBS, &format!("{stem}y")))
        || stem.strip_suffix("se").is_some_and(|stem| has(VERBS, stem))
}

/// Whether a word names a person.
pub(super) fn is_person(word: &str) -> bool {
    has(PEOPLE, word)
}

fn has(list: &str, word: &str) -> bool {
    !word.is_empty() && !word.contains(' ') && list.contains(&format!(" {word} "))
}
