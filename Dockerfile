# syntax=docker/dockerfile:1
#
#   docker build --target cpu -t distillation-dashboard .
#   docker run --rm -p 127.0.0.1:5080:5080 -v distillation:/data distillation-dashboard --demo
#
# There is no login. Inside a container the server must listen on every address (Auth__AllowNonLoopback=true below), so who may reach it is decided
# by how its port is published: keep the 127.0.0.1 in front of it, or put something that asks for a password before it.
#
# With an NVIDIA GPU and its container toolkit: --target cuda, and `docker run --gpus all …`.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
# Node.js brings the chart scripts, by the lock file.
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY samples samples
COPY src src

FROM source AS build-cpu
RUN dotnet publish src/Dashboard.Server -c Release -o /app \
    && test -f /app/wwwroot/_content/Dashboard.Client/lib/uPlot.esm.js

# The lock files are those of the CPU build; this restore changes its copies of them.
FROM source AS build-cuda
RUN dotnet publish src/Dashboard.Server -c Release -o /app -p:Cuda=true \
    && test -f /app/wwwroot/_content/Dashboard.Client/lib/uPlot.esm.js

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data
WORKDIR /app
ENV MALLOC_ARENA_MAX=1 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://0.0.0.0:5080 \
    Auth__AllowNonLoopback=true \
    Storage__Folder=/data
VOLUME /data
EXPOSE 5080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:5080/health"]
ENTRYPOINT ["dotnet", "Dashboard.Server.dll"]

FROM runtime AS cuda
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build-cuda /app .

# Last, so that it is what a build without --target makes.
FROM runtime AS cpu
COPY --from=build-cpu /app .
