using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Client.Layout;

/// <summary>Puts the choices of a page into the address, without steps in the browser's history.</summary>
/// <remarks>
/// The browser answers a change of address after a round trip. A second choice meanwhile begins from what was asked for, not from what the address
/// still is: it would undo the first.
/// </remarks>
public sealed class AddressChoices : IDisposable
{
    private readonly NavigationManager _navigation;
    private string? _asked;
    private int _unanswered;

    public AddressChoices(NavigationManager navigation)
    {
        _navigation = navigation;
        _navigation.LocationChanged += Answer;
    }

    /// <summary>The address with every choice: the one that was asked for, until the browser answers.</summary>
    public string Address => _asked ?? _navigation.Uri;

    /// <summary>Keeps a choice; null takes it out.</summary>
    public void Keep(string name, string? value) => Keep(new Dictionary<string, object?> { [name] = value });

    /// <summary>Keeps several choices as one.</summary>
    public void Keep(IReadOnlyDictionary<string, object?> choices)
    {
        var asked = _navigation.GetUriWithQueryParameters(Address, choices);
        if (asked == Address) return;
        _asked = asked;
        _unanswered++;
        _navigation.NavigateTo(asked, replace: true);
    }

    /// <inheritdoc />
    public void Dispose() => _navigation.LocationChanged -= Answer;

    /// <summary>A link that a person follows begins anew.</summary>
    private void Answer(object? sender, LocationChangedEventArgs change)
    {
        _unanswered = change.IsNavigationIntercepted || change.Location == _asked ? 0 : Math.Max(0, _unanswered - 1);
        if (_unanswered == 0) _asked = null;
    }
}
