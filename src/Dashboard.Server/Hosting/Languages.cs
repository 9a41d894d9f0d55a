using System.Globalization;
using Dashboard.Client.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace Dashboard.Server.Hosting;

/// <summary>The languages of the pages: the cookie's, else the first one that the browser asks for, else English.</summary>
internal static class Languages
{
    private static readonly string[] Known = ["en", "ja"];

    /// <summary>Pages speak the visitor's language; programs get the same bytes whoever asks.</summary>
    public static void UseLanguages(this WebApplication app)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture(Known[0]).AddSupportedCultures([.. NumberCultures.All.Select(culture => culture.Name)]).AddSupportedUICultures(Known);
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages => pages.UseRequestLocalization(options));
    }

    /// <summary>
    /// Keeps the language, and how numbers are written (as in the language unless told), in a cookie and goes back to a page of this site;
    /// anything else goes to the first page.
    /// </summary>
    public static void MapLanguages(this WebApplication app) => app.MapGet(
        "/language/{name}", Results<RedirectHttpResult, NotFound> (string name, string? numbers, string? back, HttpContext context) =>
        {
            if (!Known.Contains(name)) return TypedResults.NotFound();
            var language = CultureInfo.GetCultureInfo(name);
            var culture = NumberCultures.All.FirstOrDefault(known => known.Name == numbers) ?? language;
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture, language)),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = context.Request.IsHttps });
            return TypedResults.LocalRedirect(IsLocal(back) ? back! : "/");
        }).ExcludeFromDescription();

    /// <summary>A path of this site; browsers read "//host" and "/\host" as another site's address.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
