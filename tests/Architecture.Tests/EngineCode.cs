using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>The compiled engine: what its methods call. Read as data, so that nothing of it is loaded.</summary>
internal static class EngineCode
{
    private const byte Prefix = 0xFE;

    private static readonly Dictionary<int, OpCode> OpCodes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Engine.dll of the configuration in which the tests run; the project file has it built before them.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        SourceTree.Root, "src", "Engine", System.IO.Path.GetRelativePath(
            System.IO.Path.Combine(SourceTree.Root, "tests", "Architecture.Tests"), AppContext.BaseDirectory), "Engine.dll");

    /// <summary>The methods, as "Namespace.Type.Method", once for each call of a method of another assembly that is looked for.</summary>
    /// <param name="isCalled">Takes "Namespace.Type.Method(Type,Type)".</param>
    public static IReadOnlyList<string> CallersOf(Func<string, bool> isCalled)
    {
        using var file = new PEReader(File.OpenRead(Path));
        var reader = file.GetMetadataReader();
        var wanted = reader.MemberReferences.Where(handle => isCalled(NameOf(reader, reader.GetMemberReference(handle))))
            .Select(handle => MetadataTokens.GetToken(handle)).ToHashSet();
        return
        [
            .. from handle in reader.MethodDefinitions
               let method = reader.GetMethodDefinition(handle)
               where method.RelativeVirtualAddress != 0
               from token in Tokens(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!)
               where wanted.Contains(token)
               select $"{NameOf(reader, method.GetDeclaringType())}.{reader.GetString(method.Name)}",
        ];
    }

    private static string NameOf(MetadataReader reader, MemberReference member) => member.Parent.Kind == HandleKind.TypeReference
        && member.GetKind() == MemberReferenceKind.Method
        ? $"{NameOf(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}{Parameters(member)}"
        : "";

    private static string Parameters(MemberReference member) =>
        $"({string.Join(',', member.DecodeMethodSignature(new TypeNames(), genericContext: null).ParameterTypes)})";

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var within = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)
            : reader.GetString(type.Namespace);
        return $"{within}.{reader.GetString(type.Name)}";
    }

    private static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var within = type.GetDeclaringType().IsNil ? reader.GetString(type.Namespace) : NameOf(reader, type.GetDeclaringType());
        return $"{within}.{reader.GetString(type.Name)}";
    }

    /// <summary>The methods that a body names: called, or made a delegate of.</summary>
    private static IEnumerable<int> Tokens(byte[] body)
    {
        for (var i = 0; i < body.Length;)
        {
            var code = body[i] == Prefix ? OpCodes[(Prefix << 8) | body[i + 1]] : OpCodes[body[i]];
            i += code.Size;
            if (code.OperandType == OperandType.InlineMethod) yield return BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(i));
            i += OperandSize(code.OperandType, body.AsSpan(i));
        }
    }

    private static int OperandSize(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 4,
    };
}
