/* The way that q goes in a game: all its places since it stood at the first, and in how many moves. It is kept nowhere
   but here. */

export class Walk {
  constructor(place) {
    this.places = [place];
    this.moves = 0;
  }

  // One pull of a slider is one move, however many places it leads through, and so is a button that is held down.
  goTo(place, isSameMove) {
    if (this.places.at(-1).every((value, k) => value === place[k])) return;
    this.places.push(place);
    if (!isSameMove || !this.moves) this.moves += 1;
  }
}
