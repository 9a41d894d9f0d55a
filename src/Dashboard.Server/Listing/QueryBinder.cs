using System.Diagnostics;
using Contracts;
using Contracts.Querying;

namespace Dashboard.Server.Listing;

/// <summary>Makes a test of runs from a parsed query: names become fields, values what their field holds.</summary>
/// <remarks>A run without a value is in no comparison, but in "!=", "!~" and "not in".</remarks>
internal sealed class QueryBinder(RunFields fields, DateTimeOffset now)
{
    private static readonly Func<RunRecord, bool> Nothing = _ => false;
    private const int MostFaults = 5;
    private readonly List<QueryFault> _faults = [];
    private IReadOnlyList<RunField>? _known;

    /// <summary>The test, or what is wrong: names that there are not, values that are none of their kind.</summary>
    public static (Func<RunRecord, bool> Test, IReadOnlyList<QueryFault> Faults) Bind(QueryNode root, RunFields fields, DateTimeOffset now)
    {
        var binder = new QueryBinder(fields, now);
        return (binder.Bind(root), binder._faults);
    }

    private Func<RunRecord, bool> Bind(QueryNode node)
    {
        switch (node)
        {
            case AllOf all:
                var every = all.Terms.Select(Bind).ToArray();
                return run => Array.TrueForAll(every, test => test(run));
            case AnyOf any:
                var some = any.Terms.Select(Bind).ToArray();
                return run => Array.Exists(some, test => test(run));
            case NotThis not:
                var denied = Bind(not.Term);
                return run => !denied(run);
            case Bracket bracket:
                return Bind(bracket.Term);
            case Comparison comparison:
                return Field(comparison.Field) is { } field ? Compare(field, comparison.Operator, comparison.Value) : Nothing;
            case OneOf list:
                return Field(list.Field) is { } listed ? In(listed, list) : Nothing;
            case Missing missing:
                return Field(missing.Field) is { } asked ? run => asked.Read(run).IsNull != missing.Negated : Nothing;
            case PlainWord word:
                return run => Mentions(run, word.Word.Text);
            case IsMark mark:
                return run => Has(run, mark.Mark);
            default:
                throw new UnreachableException(node.GetType().Name);
        }
    }

    private BoundField? Field(QueryToken token)
    {
        if (fields.Find(token.Text) is { } field) return field;
        if (_faults.Count < MostFaults && Nearest(token.Text) is { } near) Fault(token, "There is no field {0}. Is {1} meant?", token.Text, near);
        else Fault(token, "There is no field {0}.", token.Text);
        return null;
    }

    private string? Nearest(string name) => RunFields.Nearest(name, _known ??= fields.All());

    private Func<RunRecord, bool> In(BoundField field, OneOf list)
    {
        var tests = list.Values.Select(value => value.Kind == QueryTokenKind.Word && value.Text.Split("..") is [{ Length: > 0 } from, { Length: > 0 } to]
            ? Between(field, value with { Text = from }, value with { Text = to })
            : Compare(field, QueryOperator.Same, value)).ToArray();
        return run => Array.Exists(tests, test => test(run)) != list.Negated;
    }

    private Func<RunRecord, bool> Between(BoundField field, QueryToken from, QueryToken to)
    {
        var (least, most) = (Compare(field, QueryOperator.AtLeast, from), Compare(field, QueryOperator.AtMost, to));
        return run => least(run) && most(run);
    }

    private Func<RunRecord, bool> Compare(BoundField field, QueryOperator how, QueryToken value)
    {
        if (how is QueryOperator.Contains or QueryOperator.Lacks or QueryOperator.Has) return Search(field, how, value);
        switch (field.Field.Kind)
        {
            case FieldKind.Number or FieldKind.Share or FieldKind.Duration:
                if (QueryValues.Number(value.Text, field.Field.Kind) is { } number) return Ranked(field, how, number, number);
                return Fault(value, "{0} is a number; {1} is none.", field.Field.Name, value.Text);
            case FieldKind.Time:
                if (QueryValues.Time(value.Text, now) is { } time) return Timed(field, how, time.From, time.To);
                return Fault(value, "{0} is a time in UTC, such as 2026-11-24, today or -7d; {1} is none.", field.Field.Name, value.Text);
            case FieldKind.Flag:
                if (QueryValues.Flag(value.Text) is { } flag) return Ranked(field, how, flag ? 1 : 0, flag ? 1 : 0);
                return Fault(value, "{0} is true or false; {1} is neither.", field.Field.Name, value.Text);
            case FieldKind.Words when how is QueryOperator.Same or QueryOperator.Other:
                return run => (field.Read(run).Words?.Contains(value.Text, StringComparer.OrdinalIgnoreCase) == true) == (how == QueryOperator.Same);
            default:
                return Spelled(field, how, value.Text);
        }
    }

    /// <summary>Numbers. Options may be numbers in one run and words in another: the words do not match.</summary>
    private static Func<RunRecord, bool> Ranked(BoundField field, QueryOperator how, double from, double to) => how switch
    {
        QueryOperator.Same => run => Rank(field, run) is { } x && x >= from && x <= to,
        QueryOperator.Other => run => !(Rank(field, run) is { } x && x >= from && x <= to),
        QueryOperator.Less => run => Rank(field, run) < from,
        QueryOperator.AtMost => run => Rank(field, run) <= to,
        QueryOperator.More => run => Rank(field, run) > to,
        _ => run => Rank(field, run) >= from,
    };

    /// <summary>Times: a day begins with its first moment and ends before the next day's.</summary>
    private static Func<RunRecord, bool> Timed(BoundField field, QueryOperator how, double from, double to) => how switch
    {
        QueryOperator.Same => run => Rank(field, run) is { } x && x >= from && x < to,
        QueryOperator.Other => run => !(Rank(field, run) is { } x && x >= from && x < to),
        QueryOperator.Less => run => Rank(field, run) < from,
        QueryOperator.AtMost => run => Rank(field, run) < to,
        QueryOperator.More => run => Rank(field, run) >= to,
        _ => run => Rank(field, run) >= from,
    };

    private static double? Rank(BoundField field, RunRecord run) => field.Read(run) is { IsNull: false, Text: null, Words: null } value ? value.Rank : null;

    private static Func<RunRecord, bool> Spelled(BoundField field, QueryOperator how, string text) => run =>
    {
        var value = field.Read(run);
        if (value.IsNull) return how == QueryOperator.Other;
        var order = StringComparer.OrdinalIgnoreCase.Compare(value.ToString(), text);
        return how switch
        {
            QueryOperator.Same => order == 0,
            QueryOperator.Other => order != 0,
            QueryOperator.Less => order < 0,
            QueryOperator.AtMost => order <= 0,
            QueryOperator.More => order > 0,
            _ => order >= 0,
        };
    };

    private static Func<RunRecord, bool> Search(BoundField field, QueryOperator how, QueryToken value) => run =>
    {
        var held = field.Read(run);
        var found = held.Words is { } words && how == QueryOperator.Has
            ? words.Contains(value.Text, StringComparer.OrdinalIgnoreCase)
            : !held.IsNull && held.ToString().Contains(value.Text, StringComparison.OrdinalIgnoreCase);
        return found != (how == QueryOperator.Lacks);
    };

    private static bool Mentions(RunRecord run, string word)
    {
        var row = run.Row;
        return In(row.Name) || In(row.Data) || In(row.Method) || In(row.TrainingNetwork) || run.Meta.Tags.Any(In)
            || row.Id.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

        bool In(string text) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(RunRecord run, string mark) => mark switch
    {
        "deleted" => run.IsDeleted,
        "archived" => run.Meta.Archived,
        "pinned" => run.Meta.Pinned,
        "baseline" => run.Meta.Baseline,
        "batch" => run.Row.IsMitigation,
        _ => !run.Row.Status.IsOver(),
    };

    private Func<RunRecord, bool> Fault(QueryToken token, string template, params string[] words)
    {
        if (_faults.Count < MostFaults) _faults.Add(new QueryFault(token.Start, token.End - token.Start, template, words));
        return Nothing;
    }
}
