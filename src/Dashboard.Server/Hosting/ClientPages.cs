using Microsoft.AspNetCore.Diagnostics;
using MudBlazor.Services;

namespace Dashboard.Server.Hosting;

/// <summary>The pages: one interactive root on the server, its components from the client library.</summary>
internal static class ClientPages
{
    /// <summary>What pages need beside their doors.</summary>
    public static WebApplicationBuilder AddClientPages(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();       // from a build they lie in other projects; once published this finds nothing to do
        var services = builder.Services;
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddMudServices();
        services.AddScoped<Dashboard.Client.Layout.Preferences>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return builder;
    }

    /// <summary>Static files and pages; last, so that every other route comes first.</summary>
    public static WebApplication MapClientPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Programs get the bare answer; the page is for people.
            var forPrograms = context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs");
            if (forPrograms && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        app.Use(KeepWhatNeverChanges);
        app.UseLanguages();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapLanguages();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)      // SecurityHeaders says it
            .AddAdditionalAssemblies(typeof(Dashboard.Client.Routes).Assembly);
        return app;
    }

    /// <summary>
    /// Files of the component library carry its version in their address: a browser need not ask again. Their fingerprinted addresses would do the
    /// same, but are served uncompressed.
    /// </summary>
    private static Task KeepWhatNeverChanges(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/_content/MudBlazor") && context.Request.Query.ContainsKey("v"))
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode == StatusCodes.Status200OK)
                    context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
