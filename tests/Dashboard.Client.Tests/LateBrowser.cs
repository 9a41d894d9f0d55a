using Microsoft.AspNetCore.Components;

namespace Dashboard.Client.Tests;

/// <summary>Changes of address are asked for, and answered when a test says so.</summary>
internal sealed class LateBrowser : NavigationManager
{
    public LateBrowser(string address) => Initialize("http://localhost/", address);

    public List<string> Asked { get; } = [];

    public void Answer(string address, bool isLink)
    {
        Uri = address;
        NotifyLocationChanged(isLink);
    }

    protected override void NavigateToCore(string uri, NavigationOptions options) => Asked.Add(uri);
}
