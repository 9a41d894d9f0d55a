namespace Architecture.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Projects_know_whom_they_may_know()
    {
        Assert.Equal(Rules.Edges.Keys.Order(), SourceTree.Projects.Select(project => project.Project).Order());
        Assert.Empty(SourceTree.Projects.Concat(SourceTree.Sources).SelectMany(Rules.ForbiddenEdges));
    }

    [Fact]
    public void Contracts_needs_no_package() =>
        Assert.DoesNotContain("PackageReference", Project("Contracts").Text, StringComparison.Ordinal);

    [Fact]
    public void No_tensor_crosses_the_border_of_the_engine()
    {
        Assert.Contains("""<PackageReference Include="TorchSharp" PrivateAssets="compile" />""", Project("Engine").Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            SourceTree.Sources.Concat(SourceTree.Projects),
            file => file.Project != "Engine" && file.Code.Contains("TorchSharp", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_of_the_engine_use_lower_levels_only()
    {
        Assert.Contains(SourceTree.Sources, file => Rules.Levels.ContainsKey(file.Folder));
        Assert.Empty(SourceTree.Sources.SelectMany(Rules.ForbiddenLevels));
    }

    [Theory]
    [InlineData("src/Contracts/Contracts.csproj", """<ProjectReference Include="../Engine/Engine.csproj" />""")]
    [InlineData("src/Dashboard.Client/Dashboard.Client.csproj", """<ProjectReference Include="../Dashboard.Server/Dashboard.Server.csproj" />""")]
    [InlineData("src/Engine/A.cs", "using Dashboard.Server.Runs;")]
    [InlineData("src/Engine/A.cs", "using static Dashboard.Client.Doors.IRuns;")]
    [InlineData("src/Dashboard.Client/A.cs", "using EngineDevices = Engine.Runs.Devices;")]
    [InlineData("src/Dashboard.Client/A.razor", "@using Engine")]
    [InlineData("src/Contracts/A.cs", "global using Engine.Data;")]
    public void A_forbidden_edge_is_found(string path, string text) => Assert.Single(Rules.ForbiddenEdges(new SourceFile(path, text)));

    [Theory]
    [InlineData("src/Dashboard.Server/A.cs", "using Engine.Runs;")]
    [InlineData("src/Engine/A.cs", "using Contracts;\nusing System.Text;")]
    [InlineData("src/Contracts/A.cs", "// using Engine;")]
    public void An_allowed_edge_is_not(string path, string text) => Assert.Empty(Rules.ForbiddenEdges(new SourceFile(path, text)));

    [Theory]
    [InlineData("Distillation", "using Engine.Mitigation;")]
    [InlineData("Mitigation", "using Engine.Distillation.DistributionMatching;")]
    [InlineData("Distillation", "using Engine.Evaluation;")]
    [InlineData("Data", "using Engine.Networks;")]
    [InlineData("Numerics", "using Engine.Data;")]
    [InlineData("Training", "class A { Engine.Evaluation.CrossArchitecture? _b; }")]
    [InlineData("Elsewhere", "class A;")]
    public void A_forbidden_level_is_found(string folder, string text) =>
        Assert.Single(Rules.ForbiddenLevels(new SourceFile($"src/Engine/{folder}/A.cs", text)));

    [Theory]
    [InlineData("Evaluation/A.cs", "using Engine.Training;\nusing Engine.Data;")]
    [InlineData("Data/Sources/A.cs", "using Engine.Data;\nusing Engine.Runs;")]
    [InlineData("A.cs", "using Engine.Export;")]
    public void An_allowed_level_is_not(string path, string text) =>
        Assert.Empty(Rules.ForbiddenLevels(new SourceFile($"src/Engine/{path}", text)));

    private static SourceFile Project(string name) => SourceTree.Projects.Single(project => project.Project == name);
}
