using System.Globalization;
using System.Text.Json;

namespace Contracts.Tests;

public sealed class SentenceTests
{
    [Fact]
    public void An_interpolated_string_is_a_template_and_its_values()
    {
        Sentence said = $"'{"a.zip"}' holds {12_000:N0} entries; " + $"at most {0.5} of {{n}} are read.";
        Assert.Equal("'{0}' holds {1:N0} entries; at most {2} of {{n}} are read.", said.Template);
        Assert.Equal(["a.zip", 12_000, 0.5], said.Values);
    }

    [Fact]
    public void As_text_it_is_english_wherever_it_is_written()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Sentence part = $"at most {0.5}";
            Sentence said = $"{12_000:N0} are more than {part}.";
            Assert.Equal("12,000 are more than at most 0.5.", said.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_text_keeps_its_braces()
    {
        Sentence said = "A set {a} of }.";
        Assert.Equal(("A set {a} of }.", 0), (said.ToString(), said.Values.Count));
        Assert.Null((Sentence?)(string?)null);
    }

    [Fact]
    public void A_fault_is_its_path_and_its_english_message_in_json()
    {
        var fault = new SpecFault("threads", $"Must be between {0} and {1_024}; it is {-1}.");
        var json = JsonSerializer.Serialize(fault, ContractsJson.Default.Of<SpecFault>());
        Assert.Equal("""{"path":"threads","message":"Must be between 0 and 1024; it is -1."}""", json);
        Assert.Equal(fault, JsonSerializer.Deserialize(json, ContractsJson.Default.Of<SpecFault>()));
        Assert.Equal("\"At most 3.\"", JsonSerializer.Serialize<Sentence>($"At most {3}.", ContractsJson.Default.Of<Sentence>()));
    }
}
