using Dashboard.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Server.Tests.Hosting;

public sealed class AccessRuleTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:5080")]
    [InlineData("urls", "http://localhost:1;https://[::1]:2")]
    [InlineData("Storage:Folder", "anything")]
    public void Addresses_of_this_machine_are_served(string key, string value) => AccessRule.Check(Settings((key, value)));

    [Theory]
    [InlineData("urls", "http://0.0.0.0:5080")]
    [InlineData("urls", "http://127.0.0.1:5080;http://*:80")]
    [InlineData("urls", "http://[::]:5080")]
    [InlineData("urls", "http://example.org")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://+:80")]
    [InlineData("Auth:Mode", "Accounts")]
    public void What_others_could_reach_is_refused(string key, string value) =>
        Assert.Throws<StartRefusedException>(() => AccessRule.Check(Settings((key, value))));

    [Fact]
    public void It_is_served_when_the_settings_say_so_in_so_many_words() =>
        AccessRule.Check(Settings(("urls", "http://0.0.0.0:5080"), ("Auth:AllowNonLoopback", "true")));

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();
}
