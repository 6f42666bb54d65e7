# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /app
COPY pyproject.toml README.md requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --constraint requirements.lock .

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HANDOVER_ENV=production HANDOVER_DATA_DIR=/data STATIC_ROOT=/app/staticfiles
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin handover \
    && install --directory --owner=handover --group=handover /data /data/beat
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Building files asks for production's settings, and for nothing secret: these values stay in this layer only.
RUN SECRET_KEY=only-for-this-layer-only-for-this-layer-only-for-this-layer ALLOWED_HOSTS=build BASE_URL=https://build \
    sh -c 'python manage.py compile_messages && python manage.py collectstatic --no-input'
USER handover
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--no-ws", "config.wsgi:application"]
