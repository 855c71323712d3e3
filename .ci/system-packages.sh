#!/bin/sh
# What the tests need beside Python packages: LibreOffice to render decks, poppler to see the
# pages, espeak-ng to speak test sentences, PulseAudio for a microphone that PortAudio can record
# from, Chromium to open reports in, strace to see that no network is asked. Elsewhere than on
# Debian the tests that need them skip, and say so.
set -eu
if command -v dpkg-query >/dev/null; then
    sh "$(dirname "$0")/apt.sh" libreoffice-impress poppler-utils espeak-ng fonts-liberation \
        libportaudio2 pulseaudio pulseaudio-utils libasound2-plugins chromium strace ||
        echo "going on without; the tests that need them skip"
else
    echo "tests that render decks want LibreOffice, pdftoppm and espeak-ng, those that record want PulseAudio, those of pages Chromium; without them they skip"
fi
