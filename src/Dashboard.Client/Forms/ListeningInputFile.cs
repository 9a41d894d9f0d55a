using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Client.Forms;

/// <summary>An input of files that tells when the browser listens to it.</summary>
public sealed class ListeningInputFile : InputFile
{
    /// <summary>Called once: from now on a file that is chosen arrives.</summary>
    [Parameter]
    public EventCallback OnListening { get; set; }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender) await OnListening.InvokeAsync();
    }
}
