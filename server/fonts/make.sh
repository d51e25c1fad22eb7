#!/bin/sh
# Makes the typefaces beside this file; needs fonts-noto-core, fonts-noto-cjk and fonttools.
set -eu
here=$(dirname "$0")
noto=/usr/share/fonts/truetype/noto
cjk=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
latin=U+0020-036F,U+0370-03FF,U+0400-052F,U+1D00-1DBF,U+1E00-1FFF,U+2000-209F,U+20A0-20CF,U+2100-218F,U+2190-2199,U+2212,U+2260,U+2264,U+2265,U+25A1,U+25CC,U+A720-A7FF,U+FB00-FB06,U+FFFD
# one character beyond the first plane, U+20BB7, keeps the table that holds them all
han=U+3000-30FF,U+3100-312F,U+3130-318F,U+31F0-31FF,U+3200-32FF,U+3400-4DBF,U+4E00-9FFF,U+AC00-D7A3,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF,U+20BB7

smaller() {
    pyftsubset "$1" --no-hinting --notdef-outline --name-IDs=0,1,2,3,4,5,6,13,14 \
        --unicodes="$3" --layout-features="$4" --output-file="$here/$2" $5
}

for weight in Regular Bold; do
    smaller "$noto/NotoSans-$weight.ttf" "NotoSans-$weight.ttf" "$latin" ccmp,locl,mark,mkmk,kern,liga ""
done
for script in Arabic Hebrew Armenian Georgian Thai Devanagari; do
    smaller "$noto/NotoSans$script-Regular.ttf" "NotoSans$script-Regular.ttf" '*' '*' ""
done
smaller "$cjk" NotoSansCJKsc-Regular.otf "$han" ccmp --font-number=2
