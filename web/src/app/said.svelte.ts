// What a person who does not see the page is told when something has happened: one sentence, politely.

class Said {
  text = $state("");

  /** The same sentence twice is told twice: it ends in another blank. */
  say(sentence: string) {
    this.text = this.text === sentence ? `${sentence}\u00a0` : sentence;
  }
}

export const said = new Said();
