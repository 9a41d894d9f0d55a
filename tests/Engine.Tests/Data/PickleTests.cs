using System.Text;
using Engine.Data;
using Engine.Data.Sources;

namespace Engine.Tests.Data;

public sealed class PickleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_pickle_that_would_run_a_command_is_refused_and_runs_nothing(int protocol)
    {
        var pickle = File.ReadAllBytes(DataFiles.Golden($"evil-protocol-{protocol}.pickle"));
        var fault = Assert.Throws<DataException>(() => NumpyPickle.Read(pickle, "evil"));
        Assert.Contains("system", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("marker-of-a-run-pickle"));
    }

    [Theory]
    [InlineData("builtins.eval")]
    [InlineData("builtins.getattr")]
    [InlineData("subprocess.Popen")]
    [InlineData("numpy.core.multiarray.scalar")]
    [InlineData("numpy.load")]
    [InlineData("numpy.ndarray.tofile")]
    [InlineData("_codecs.decode")]
    [InlineData("copyreg._reconstructor")]
    [InlineData("posix.system")]
    [InlineData("__builtin__.exec")]
    public void Only_four_callables_may_be_named(string callable)
    {
        var dot = callable.LastIndexOf('.');
        var byLine = Encoding.ASCII.GetBytes($"c{callable[..dot]}\n{callable[(dot + 1)..]}\n(S'x'\ntR.");
        Assert.Contains("not allowed", Assert.Throws<DataException>(() => NumpyPickle.Read(byLine, "x")).Message, StringComparison.Ordinal);
        byte[] byStack = [0x80, 4, 0x8c, (byte)dot, .. Encoding.ASCII.GetBytes(callable[..dot]), 0x8c, (byte)(callable.Length - dot - 1),
            .. Encoding.ASCII.GetBytes(callable[(dot + 1)..]), 0x93, (byte)')', (byte)'R', (byte)'.'];
        Assert.Contains("not allowed", Assert.Throws<DataException>(() => NumpyPickle.Read(byStack, "x")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(S'x'\nios\nsystem\n.")]                     // INST
    [InlineData("(cos\nsystem\nS'x'\no.")]                    // OBJ
    [InlineData("\u0082\u0001.")]                             // EXT1
    [InlineData("\u0083\u0001\u0000.")]                       // EXT2
    [InlineData("cnumpy\nndarray\n)\u0081.")]                 // NEWOBJ
    [InlineData("cnumpy\nndarray\n)}\u0092.")]                // NEWOBJ_EX
    [InlineData("S'x'\nQ.")]                                  // BINPERSID
    [InlineData("Px\n.")]                                     // PERSID
    [InlineData("\u0097.")]                                   // NEXT_BUFFER
    public void Opcodes_that_make_other_objects_are_refused(string pickle) =>
        Assert.Contains("not allowed", Assert.Throws<DataException>(() => NumpyPickle.Read(Encoding.Latin1.GetBytes(pickle), "x")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("I42\n.", 42L)]
    [InlineData("L-7L\n.", -7L)]
    [InlineData("I01\n.", true)]
    [InlineData("F2.5\n.", 2.5)]
    [InlineData("K\u00ff.", 255L)]
    [InlineData("J\u00fe\u00ff\u00ff\u00ff.", -2L)]
    [InlineData("\u008a\u0002\u0000\u0080.", -32768L)]
    [InlineData("Va\\u00e9b\\\n.", "aéb\\")]
    [InlineData("N.", null)]
    public void Plain_values_are_read(string pickle, object? expected) =>
        Assert.Equal(expected, NumpyPickle.Read(Encoding.Latin1.GetBytes(pickle), "x"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("t.")]
    [InlineData("(((tR.")]
    [InlineData("h\u0005.")]
    [InlineData("B\u00ff\u00ff\u00ff\u007f.")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("S'\\x4'\n.")]
    [InlineData("N}a.")]
    [InlineData("cnumpy\ndtype\n)R.")]
    [InlineData("cnumpy\ndtype\n(S'O8'\ntR.")]
    [InlineData("I1\nNb.")]
    public void A_damaged_pickle_is_refused_with_its_name(string pickle) =>
        Assert.Contains("'broken'",
            Assert.Throws<DataException>(() => NumpyPickle.Read(Encoding.Latin1.GetBytes(pickle), "broken")).Message,
            StringComparison.Ordinal);
}
