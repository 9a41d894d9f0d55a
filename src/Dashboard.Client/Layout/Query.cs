using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Layout;

/// <summary>What an address asks for, read by parts of a page that come and go with it.</summary>
/// <remarks>
/// SupplyParameterFromQuery is for what stays while the address changes: a part that appears or leaves because of a change subscribes
/// while the framework tells its subscribers of that very change, which ends the circuit.
/// </remarks>
internal static class Query
{
    public static string? Of(NavigationManager navigation, string name) => Of(navigation.Uri, name);

    public static string? Of(string address, string name) => System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)[name];
}
