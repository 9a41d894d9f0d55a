using Contracts;
using Dashboard.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dashboard.Server.Hosting;

internal static class HostingServices
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] Compressed = ["text/javascript", "application/javascript", "text/css", "image/svg+xml"];

    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        AccessRule.Check(builder.Configuration);
        builder.WebHost.UseUrls([.. AccessRule.Urls(builder.Configuration)]);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);    // keys lie in a folder of the owner's alone
        var services = builder.Services;
        services.Configure<KestrelServerOptions>(Limit);
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(9);
            host.ServicesStopConcurrently = true;       // runs write their checkpoints while connections close
        });
        services.Configure<HostFilteringOptions>(hosts =>
        {
            hosts.AllowedHosts = [.. LocalNames, .. Configured(builder.Configuration["AllowedHosts"])];
            hosts.IncludeFailureMessage = false;
        });
        services.AddAnswers();
        services.AddKeys();
        services.AddHostedService<AccessNotice>();
        return builder;
    }

    public static WebApplication UseHosting(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<SecurityHeaders>();
        app.UseWebSockets();
        app.UseMiddleware<OriginGuard>();
        app.UseReadOnlyMode();
        app.UseResponseCompression();
        app.MapOpenApi();
        return app;
    }

    /// <summary>How requests are read and answered, faults too.</summary>
    private static void AddAnswers(this IServiceCollection services)
    {
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RunIdConstraint>("run-id"));
        services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var converter in ContractsJson.Default.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.AddProblemDetails();
        services.Configure<ExceptionHandlerOptions>(errors =>
        {
            errors.StatusCodeSelector = StatusOf;
            // Told to whoever sent it: an upload that was broken off is no fault of ours.
            errors.SuppressDiagnosticsCallback = fault => fault.Exception is Microsoft.AspNetCore.Http.BadHttpRequestException;
        });
        services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Distillation Dashboard";
            return Task.CompletedTask;
        }));
        services.AddResponseCompression(compression =>
        {
            compression.MimeTypes = Compressed;
            compression.EnableForHttps = true;          // static files carry no secret that compression could leak
        });
    }

    /// <summary>The keys that protect cookies and forms lie in the storage folder.</summary>
    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("distillation-dashboard");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<StorageFolder, ILoggerFactory>(
            (keys, folder, logs) => keys.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(new DirectoryInfo(folder.Keys), logs));
    }

    private static int StatusOf(Exception e) => e switch
    {
        Microsoft.AspNetCore.Http.BadHttpRequestException request => request.StatusCode,
        StorageException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 2_000;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 1_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    private static string[] Configured(string? hosts) => hosts is null or "*"
        ? []
        : hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
