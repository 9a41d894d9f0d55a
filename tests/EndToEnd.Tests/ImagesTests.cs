using System.Text.RegularExpressions;
using Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>What a person does with stored images: steps, plays, compares, looks at one.</summary>
public sealed class ImagesTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_person_plays_the_images_and_looks_at_one()
    {
        using var folder = new StorageDirectory();
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var client = new DashboardClient(server.Address);
        var run = await client.SubmitAsync(TinySpec.Of(iterations: 600));
        await client.UntilAsync(run, e => e is RunEnded);
        await using var window = await browser.OpenAsync(server.Address);
        await window.Page.GotoAsync($"/runs/{run}?tab=images");
        await window.SeeFrameAsync(600);
        await Expect(window.Page.Locator(".frames[data-ready]")).ToBeVisibleAsync();

        await StepAsync(window);
        await PlayAsync(window);
        await CompareAsync(window);
        await ColoursAsync(window);
        await LargeAsync(window);
        Assert.Empty(window.Complaints);
    }

    private static async Task StepAsync(Window window)
    {
        var player = window.Page.Locator(".frame-scroll");
        foreach (var (key, iteration) in new[] { ("Home", 0), ("ArrowRight", 50), ("Shift+ArrowRight", 550), ("ArrowLeft", 500), ("End", 600) })
        {
            await player.PressAsync(key);
            await window.SeeFrameAsync(iteration);
        }

        await window.Page.GetByLabel("Iteration").FillAsync("120");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SeeFrameAsync(100);
        await Expect(window.Page).ToHaveURLAsync(new Regex("step=100"));
    }

    private static async Task PlayAsync(Window window)
    {
        await window.Page.GetByLabel("frames a second").FillAsync("30");
        await window.Page.Locator(".frame-scroll").PressAsync("Home");
        await window.Button("Play").ClickAsync();
        await window.SeeFrameAsync(600);
        await Expect(window.Button("Play")).ToBeVisibleAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("step=600"));
    }

    private static async Task CompareAsync(Window window)
    {
        await window.Page.GetByLabel("Compare with").SelectOptionAsync("0");
        var over = window.Page.Locator("[data-over]");
        await Expect(over).ToHaveAttributeAsync("src", new Regex("/0\\.png$"));
        await window.Page.GetByLabel("Where the two pictures meet, in percent").FillAsync("25");
        await Expect(over).ToHaveCSSAsync("clip-path", new Regex("75%|25%"));
        await window.Page.GetByLabel("Compare with").SelectOptionAsync("");
        await Expect(over).ToHaveCountAsync(0);
    }

    private static async Task ColoursAsync(Window window)
    {
        foreach (var colours in new[] { "Trained", "Difference", "Signed" })
        {
            await window.Page.GetByLabel("Colours").SelectOptionAsync(colours);
            await Expect(window.Picture).ToHaveAttributeAsync("src", new Regex($"/600/view\\.png\\?colours={colours.ToLowerInvariant()}$"));
            await window.SeePictureAsync();
        }

        await window.Page.Locator(".frame-scroll").PressAsync("Home");
        await window.SeePictureAsync();
        var signed = await ColoursInAsync(window.Picture);
        Assert.Equal(1, signed);                  // nothing has moved from itself
        await window.Page.Locator(".frame-scroll").PressAsync("End");
        await window.SeePictureAsync();
        Assert.True(await ColoursInAsync(window.Picture) > 5);
        await window.Page.GetByLabel("Colours").SelectOptionAsync("Pixels");
        await Expect(window.Picture).ToHaveAttributeAsync("src", new Regex("/600\\.png$"));
        await window.Page.GetByLabel("Class").SelectOptionAsync("3");
        await Expect(window.Picture).ToHaveAttributeAsync("src", new Regex("view\\.png\\?colours=pixels&class=3$"));
        await window.SeePictureAsync();
    }

    private static async Task LargeAsync(Window window)
    {
        await window.Page.Locator(".frame-scroll [data-frame]").ClickAsync(new LocatorClickOptions { Position = new Position { X = 3, Y = 3 } });
        await Expect(window.Page.Locator(".frame-large h3")).ToContainTextAsync("Image 7");         // the first of class 3, of two images a class
        await Expect(window.Page.Locator(".frame-history li")).ToHaveCountAsync(13);
        await window.Page.Locator(".frame-history button").First.ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("step=0"));
        await window.Button("Close").ClickAsync();
        await Expect(window.Page.Locator(".frame-detail")).ToHaveCountAsync(0);
    }

    private static Task<int> ColoursInAsync(ILocator picture) => picture.EvaluateAsync<int>("""
        async (image) => {
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          return new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
        }
        """);
}
