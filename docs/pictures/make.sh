#!/bin/sh
# Makes the pictures of the documents anew: docs/pictures/make.sh, after cargo build --release.
set -eu
cd "$(dirname "$0")/../.."
linocut=${LINOCUT:-target/release/linocut}

# One panel of a close-up: the SVG on stdin, cut to the box, at a place from the left.
panel() {
  printf '<svg x="%s" y="10" width="320" height="260" viewBox="%s">' "$1" "$2"
  sed -e 's/^<svg[^>]*>//' -e 's/<\/svg>$//'
  printf '</svg>'
}

# The pixels of a picture, each a square.
pixels() {
  printf '<svg><image width="%s" height="%s" image-rendering="optimizeSpeed" href="data:image/png;base64,' "$2" "$2"
  base64 <"$1" | tr -d '\n'
  printf '"/></svg>'
}

# Input, Linocut and VTracer from left to right: picture, its side, the box to show, the file to write.
close_up() {
  {
    printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 280"><path fill="#f4f4f2" d="M0 0h1000v280H0z"/>'
    pixels "$1" "$2" | panel 10 "$3"
    "$linocut" trace "$1" --quiet -o - | panel 340 "$3"
    "$linocut" trace "$1" --quiet -o - --engine vtracer | panel 670 "$3"
    printf '</svg>'
  } | "$linocut" render - --quiet -o "$4" --width 1000
}

# The four views of one trace: picture, name of the sheet, options.
sheet() {
  picture=$1 name=$2
  shift 2
  "$linocut" trace "$picture" --quiet -o - --compare "docs/pictures/$name.png" "$@" >/dev/null
}

# A picture without a background, from a drawing of the quality set.
cat=$(mktemp)
trap 'rm -f "$cat"' EXIT
"$linocut" render quality/pictures/emoji/cat.svg --quiet -o - --width 512 >"$cat"

close_up examples/fox.png 512 "150 238 96 78" docs/pictures/fox-close.png
close_up examples/cup.png 512 "160 272 112 91" docs/pictures/cup-close.png
sheet examples/fox.png fox-sheet
sheet "$cat" cat-sheet

# Icons from words: found, put together, and drawn by the model; one set; one icon in four manners and edited.
icons=$(mktemp -d)
trap 'rm -rf "$cat" "$icons"' EXIT
"$linocut" draw --quiet --from docs/pictures/icons.txt -o "$icons/" --sheet docs/pictures/icons.png
"$linocut" draw --quiet --from docs/pictures/generated.txt --route icon -o "$icons/" --sheet docs/pictures/generated.png
"$linocut" draw --quiet --from examples/fintech.txt -o "$icons/" --sheet docs/pictures/fintech.png
row() {
  printf '<svg x="%s" y="10" width="160" height="160" viewBox="%s">' "$1" "$2"
  sed -e 's/^<svg/<g/' -e 's/<title>.*<\/desc>//' -e 's/ xmlns="[^"]*"//' -e 's/<\/svg>$/<\/g>/'
  printf '</svg>'
}
{
  printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 180"><path fill="#f4f4f2" d="M0 0h1080v180H0z"/>'
  "$linocut" draw --quiet bell -o - | row 20 "0 0 24 24"
  "$linocut" draw --quiet bell --style solid -o - | row 200 "0 0 24 24"
  "$linocut" draw --quiet bell --family lucide --style duotone --palette navy -o - | row 380 "0 0 24 24"
  "$linocut" draw --quiet bell --family lucide --style color -o - | row 560 "0 0 24 24"
  "$linocut" draw --quiet bell -o - | "$linocut" edit - "thinner, rotate 20, make it crimson" --quiet -o - | row 740 "0 0 24 24"
  "$linocut" draw --quiet bell -o - | "$linocut" edit - "add a plus badge at the bottom right" --quiet -o - | row 900 "0 0 24 24"
  printf '</svg>'
} | "$linocut" render - --quiet -o docs/pictures/manners.png --width 1080
"$linocut" diagram "user logs in, server checks password, if ok show dashboard else error" -q -f -o docs/pictures/diagram.png
