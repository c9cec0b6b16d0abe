# The book and the library's commands, without a network once it is built:
#   docker build --tag which-road .
#   docker run --rm --publish 8000:8000 which-road       the book, at http://127.0.0.1:8000
#   docker run --rm --network none which-road verify     every claim against the verdicts on record
FROM python:3.11-slim-bookworm AS build
WORKDIR /work
COPY . .
RUN python run.py book \
 && grep '==' requirements.txt > pins.txt

FROM python:3.11-slim-bookworm
COPY --from=build /work/_build/html /srv/book
COPY --from=build /work/pins.txt /tmp/pins.txt
RUN wheel="$(echo /srv/book/tasks/smeclusters-*.whl)" \
 && pip install --no-cache-dir --no-compile --constraint /tmp/pins.txt "${wheel}[agree,charts,sensitivity]" \
 && rm /tmp/pins.txt
COPY container.sh /usr/local/bin/which-road
USER 65534
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
ENTRYPOINT ["which-road"]
CMD ["book"]
