using System.Reflection;
using System.Reflection.Emit;
using Contracts;

namespace Dashboard.Server.Tests.Hosting;

/// <summary>Every template of a <see cref="Sentence"/> in the code of an assembly, read from what the compiler made of it: a template that no test reaches is found too.</summary>
internal static class SaidTemplates
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private static readonly Dictionary<int, OpCode> OpCodes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>The templates, and the methods that make a sentence of a text which is not written there.</summary>
    public static (IReadOnlyList<string> Templates, IReadOnlyList<string> PassedOn) Of(Assembly assembly)
    {
        List<string> templates = [], passed = [];
        List<Step> steps = [];      // the same for all methods: other tests look at what the process allocates
        foreach (var method in assembly.GetTypes().SelectMany(type => type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything))))
        {
            if (method.DeclaringType == typeof(Sentence)) continue;
            steps.Clear();
            steps.AddRange(Steps(method));
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i].Operand is not MethodBase { DeclaringType: var owner } called || owner != typeof(Sentence)) continue;
                if (called.IsConstructor) templates.Add(Read(steps, i));
                else if (called.Name == "op_Implicit" && Texts(steps, i) is { Count: > 0 } texts) templates.AddRange(texts.Select(Escaped));
                else if (called.Name == "op_Implicit") passed.Add($"{method.DeclaringType!.FullName!.Split('+')[0]}.{Plain(method)}");
            }
        }

        return (templates, [.. passed.Distinct().Order()]);
    }

    /// <summary>What stands between the making of a sentence and its last part. Sentences within its places are told by themselves.</summary>
    private static string Read(List<Step> steps, int start)
    {
        var (letters, places) = (Number(steps[start - 2]), Number(steps[start - 1]));
        var (template, place, depth) = ("", 0, new Stack<(int Letters, int Places)>());
        for (var i = start + 1; letters > 0 || places > 0; i++)
        {
            if (steps[i].Operand is not MethodBase { DeclaringType: var owner } called || owner != typeof(Sentence)) continue;
            if (called.IsConstructor) depth.Push((Number(steps[i - 2]), Number(steps[i - 1])));
            if (called.Name is not (nameof(Sentence.AppendLiteral) or nameof(Sentence.AppendFormatted))) continue;
            var (literal, isLiteral) = (steps[i - 1].Operand as string, called.Name == nameof(Sentence.AppendLiteral));
            if (depth.TryPop(out var inner))
            {
                inner = isLiteral ? (inner.Letters - literal!.Length, inner.Places) : (inner.Letters, inner.Places - 1);
                if (inner != (0, 0)) depth.Push(inner);
                continue;
            }

            if (isLiteral) (template, letters) = (template + Escaped(literal!), letters - literal!.Length);
            else (template, places) = ($"{template}{{{place++}{(called.GetParameters().Length > 1 ? ":" + literal : "")}}}", places - 1);
        }

        return template;
    }

    /// <summary>The text before a conversion: written there, or at the end of each branch that leads to it; none when one of them is no text or null.</summary>
    private static List<string> Texts(List<Step> steps, int i)
    {
        var ends = steps.Index().Where(step => step.Item.Target == steps[i].At).Select(branch => steps[branch.Index - 1]).Append(steps[i - 1]).ToList();
        return ends.All(end => end.Operand is string || end.Code == System.Reflection.Emit.OpCodes.Ldnull) ? [.. ends.Select(end => end.Operand).OfType<string>()] : [];
    }

    private static string Escaped(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>"Find" for the method that the compiler made of a part of it, such as "b__1" of its class "&lt;Find&gt;d__2".</summary>
    private static string Plain(MethodBase method)
    {
        var made = method.Name.StartsWith('<') ? method.Name : method.DeclaringType!.Name;
        return made.StartsWith('<') && made.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? made[..end].TrimStart('<') : method.Name;
    }

    private static int Number(Step step) => step.Number ?? throw new InvalidOperationException($"{step.Code} at {step.At} is no number.");

    private static IEnumerable<Step> Steps(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } body) yield break;
        var types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var own = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < body.Length;)
        {
            var code = body[at] == 0xFE ? OpCodes[(0xFE << 8) | body[at + 1]] : OpCodes[body[at]];
            var operand = at + code.Size;
            var next = operand + Size(code.OperandType, body, operand);
            yield return code.OperandType switch
            {
                OperandType.InlineString => new Step(at, code, method.Module.ResolveString(BitConverter.ToInt32(body, operand))),
                OperandType.InlineMethod => new Step(at, code, method.Module.ResolveMethod(BitConverter.ToInt32(body, operand), types, own)),
                OperandType.ShortInlineBrTarget => new Step(at, code, null, Target: next + (sbyte)body[operand]),
                OperandType.InlineBrTarget => new Step(at, code, null, Target: next + BitConverter.ToInt32(body, operand)),
                OperandType.InlineI => new Step(at, code, null, Number: BitConverter.ToInt32(body, operand)),
                OperandType.ShortInlineI => new Step(at, code, null, Number: (sbyte)body[operand]),
                _ => new Step(at, code, null, Number: code.Name is ['l', 'd', 'c', '.', 'i', '4', '.', var digit] && char.IsAsciiDigit(digit) ? digit - '0' : null),
            };
            at = next;
        }
    }

    private static int Size(OperandType type, byte[] body, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(body, at),
        _ => 4,
    };

    /// <summary>An instruction: what it names, where it may lead, the number that it loads.</summary>
    private readonly record struct Step(int At, OpCode Code, object? Operand, int? Target = null, int? Number = null);
}
