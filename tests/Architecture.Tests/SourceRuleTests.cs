namespace Architecture.Tests;

public sealed class SourceRuleTests
{
    [Fact]
    public void No_file_says_what_is_banned() => Assert.Empty(SourceTree.Sources.SelectMany(Rules.BannedWords));

    [Fact]
    public void Only_files_with_a_reason_catch_every_exception() => Assert.Empty(SourceTree.Sources.SelectMany(Rules.UnreasonedCatches));

    [Fact]
    public void Every_reason_to_catch_still_has_its_catch() => Assert.Equal(
        Rules.CatchAll.Keys.Order(), SourceTree.Sources.Where(file => Rules.CatchesOfAll(file).Any()).Select(file => file.Path).Order());

    [Fact]
    public void No_file_promises_later_work() => Assert.Empty(SourceTree.Sources.SelectMany(Rules.Notes));

    [Fact]
    public void No_file_is_too_long() => Assert.Empty(SourceTree.Sources.SelectMany(Rules.TooLong));

    [Fact]
    public void Every_file_of_the_sources_was_read() => Assert.True(SourceTree.Sources.Count > 100, $"{SourceTree.Sources.Count} files");

    [Theory]
    [InlineData("using LiteDB;")]
    [InlineData("using Microsoft.AspNetCore.SignalR;")]
    [InlineData("var now = DateTime.Now;")]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var n = Random.Shared.Next();")]
    [InlineData("Console.WriteLine(1);")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("async void Run() { }")]
    [InlineData("var g = torch.autograd.grad([a], [b]);")]
    [InlineData("var c = torch.matmul(a, b);")]
    [InlineData("var c = a.matmul(b);")]
    [InlineData("var c = matmul(a, b);")]
    [InlineData("var html = (MarkupString)text;")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("#region A")]
    public void A_banned_word_is_found(string code) => Assert.Single(Rules.BannedWords(new SourceFile("src/Engine/A.cs", code)));

    [Fact]
    public void Every_ban_is_shown_to_work()
    {
        const string all =
            "LiteDB Microsoft.AspNetCore.SignalR DateTime.Now Random.Shared Console Thread.Sleep "
            + "async void x autograd.grad a.matmul(b) MarkupString NotImplementedException\n#region A";
        Assert.Equal(Rules.Bans.Count, Rules.BannedWords(new SourceFile("src/Engine/A.cs", all)).Count());
    }

    [Theory]
    [InlineData("src/Dashboard.Server/Storage/A.cs", "using LiteDB;")]
    [InlineData("src/Dashboard.Server/Live/A.cs", "using Microsoft.AspNetCore.SignalR;")]
    [InlineData("src/Engine/Numerics/Gradients.cs", "var g = autograd.grad([a], [b]);")]
    [InlineData("src/Engine/A.cs", "// Console, DateTime.Now")]
    [InlineData("src/Engine/A.cs", "var text = \"Random.Shared\";")]
    [InlineData("src/Engine/A.cs", "logging.AddSimpleConsole(); var m = PoolingMatmul(a);")]
    public void An_allowed_word_is_not(string path, string code) => Assert.Empty(Rules.BannedWords(new SourceFile(path, code)));

    [Theory]
    [InlineData("try { } catch { }")]
    [InlineData("try { } catch (Exception) { Tell(); }")]
    [InlineData("try { }\n#pragma warning disable CA1031\ncatch (Exception)\n#pragma warning restore CA1031\n{ if (a) { Tell(); } }")]
    [InlineData("try { } catch (Exception e) { Tell(e); }")]
    [InlineData("try { } catch (System.Exception e) { throw new InvalidOperationException(e.Message); }")]
    public void A_catch_of_everything_is_found(string code) => Assert.Single(Rules.UnreasonedCatches(new SourceFile("src/Engine/A.cs", code)));

    [Theory]
    [InlineData("try { } catch (IOException e) { Tell(e); }")]
    [InlineData("try { } catch (Exception e) when (e is IOException) { Tell(e); }")]
    [InlineData("try { } catch { Clean(); throw; }")]
    public void A_catch_of_something_is_not(string code) => Assert.Empty(Rules.UnreasonedCatches(new SourceFile("src/Engine/A.cs", code)));

    [Fact]
    public void A_promise_is_found() => Assert.Single(Rules.Notes(new SourceFile("src/Engine/A.cs", "// " + "TO" + "DO: later")));

    [Fact]
    public void A_file_that_is_too_long_is_found()
    {
        var lines = string.Join('\n', Enumerable.Repeat("class A;", Rules.MostLines));
        Assert.Empty(Rules.TooLong(new SourceFile("src/Engine/A.cs", lines)));
        Assert.Single(Rules.TooLong(new SourceFile("src/Engine/A.cs", lines + "\nclass B;")));
    }
}
