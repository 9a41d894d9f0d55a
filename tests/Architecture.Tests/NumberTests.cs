using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class NumberTests
{
    /// <summary>A number that the compiler turns into a Scalar on the way to a call may be collected while the library reads it.</summary>
    [Fact]
    public void Only_Number_makes_a_scalar() =>
        Assert.Equal(["Engine.Numerics.Number.Of"], EngineCode.CallersOf(MakesScalar().IsMatch).Distinct().Order(StringComparer.Ordinal));

    /// <summary>So may one that the library's managed side makes inside a method; there is another method that takes it from Number.</summary>
    [Fact]
    public void No_method_is_called_that_makes_a_scalar_inside() => Assert.Empty(EngineCode.CallersOf(MakesScalarInside().IsMatch));

    [Theory]
    [InlineData("op_Addition(Tensor,Tensor)")]
    [InlineData("op_Subtraction(Int32,Tensor)")]
    [InlineData("op_Subtraction(Scalar,Tensor)")]
    [InlineData("op_Multiply(Tensor,Double)")]
    [InlineData("op_Division(Tensor,Int64)")]
    [InlineData("add(Tensor)")]
    [InlineData("add_(Scalar)")]
    [InlineData("square()")]
    public void Such_a_method_is_found(string method) => Assert.Matches(MakesScalarInside(), "TorchSharp.torch.Tensor." + method);

    [Theory]
    [InlineData("op_Subtraction(Tensor,Tensor)")]
    [InlineData("op_Subtraction(Tensor,Scalar)")]
    [InlineData("op_Multiply(Scalar,Tensor)")]
    [InlineData("add(Tensor,Scalar)")]
    [InlineData("add_(Scalar,Scalar)")]
    [InlineData("mul(Scalar)")]
    public void Another_is_not(string method) => Assert.DoesNotMatch(MakesScalarInside(), "TorchSharp.torch.Tensor." + method);

    [GeneratedRegex(@"^TorchSharp\.(Scalar\.op_Implicit|ScalarExtensionMethods\.To\w*Scalar)\(")]
    private static partial Regex MakesScalar();

    /// <summary>As the library's compiled code of version 0.107.0 has it, without distributions and transforms.</summary>
    [GeneratedRegex(
        @"^TorchSharp\.torch\.(Tensor\.(op_Addition\(|op_(Subtraction|Multiply|Division|Modulus)\(.*(Int32|Int64|Single|Double))"
        + @"|Tensor\.(op_Subtraction\(Scalar,|add_?\(\w+\)|addcdiv_?\(Tensor,Tensor\)|c?elu_?\(|softplus\()"
        + @"|(Tensor\.)?square_?\(|arange\(Scalar,(Scalar,)?Nullable|normal\(|histogram\("
        + @"|nn\.functional\.([Hh]ard(shrink|tanh)|[Ss]oft(plus|shrink|sign)|[Mm]ish|[Tt]hreshold|c?elu|leaky_relu)\()")]
    private static partial Regex MakesScalarInside();
}
