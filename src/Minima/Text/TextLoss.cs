using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>Losses that are given as text. docs/formulas.md has the grammar.</summary>
public static class TextLoss
{
    private const string Key = ITextFormula.Key;

    private const int MostKept = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Symbol> Kept = new(StringComparer.Ordinal);
    private static readonly Queue<string> Order = new();

    /// <summary>
    /// The entry of a formula as text before its parameters have values: a row outside the catalogue, from which
    /// <see cref="Loss.Create(LossEntry, IReadOnlyDictionary{string, object?})"/> makes losses without parsing the text again.
    /// </summary>
    /// <param name="text">The formula, over <c>p</c> (the prediction), <c>t</c> (the target), parameters, and further inputs.</param>
    /// <param name="parameters">The names that are parameters; they have no defaults. Every other name is an input.</param>
    /// <exception cref="FormulaException">The text is not a formula; the exception points at the character.</exception>
    /// <exception cref="LossException">A parameter that the text does not use, or that has the name of an input or a function.</exception>
    public static LossEntry Entry(string text, params IReadOnlyList<string> parameters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var name in parameters)
        {
            if (TextNames.Refused(name) is { } reason)
            {
                throw new LossException(LossError.UnknownParameter, $"{Key}: a parameter cannot be called '{Names.Shorten(name)}': {reason}");
            }
        }

        return Entry(text, Read(text, [.. parameters]), _ => null);
    }

    /// <summary>The loss of a text at parameter values, which become the defaults of its entry.</summary>
    internal static Loss Parse(string text, IReadOnlyDictionary<string, object?> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var bare = Entry(text, [.. parameters.Keys]);
        var loss = Loss.Create(bare, parameters);
        var entry = Entry(text, SymbolOf(loss), i => loss.Parameters[i]);
        return entry.Create(entry, [.. loss.Parameters]);
    }

#pragma warning disable CA2255 // No effect that a user could notice: it gives the losses of the lower layer their parser.
    [ModuleInitializer]
    internal static void Join() => ITextFormula.Parse = Parse;
#pragma warning restore CA2255

    private static Symbol SymbolOf(Loss loss) => loss.Accept(Reader.Instance);

    /// <summary>The expression of a text. The last texts are cached, so that a service that receives the same text repeatedly parses it once.</summary>
    private static Symbol Read(string text, string[] parameters)
    {
        var twice = parameters.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new LossException(LossError.UnknownParameter, $"{Key}: the parameter '{Names.Shorten(twice.Key)}' is given twice; give it once.");
        }

        var key = string.Join('\0', parameters.Prepend(text));
        lock (Gate)
        {
            if (Kept.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var symbol = TextParser.Parse(text, parameters);
        lock (Gate)
        {
            if (Kept.TryAdd(key, symbol))
            {
                Order.Enqueue(key);
                if (Order.Count > MostKept)
                {
                    Kept.Remove(Order.Dequeue());
                }
            }

            return Kept[key];
        }
    }

    private static LossEntry Entry(string text, Symbol symbol, Func<int, object?> defaults)
    {
        var inputs = symbol.Graph.Inputs;
        var hasTarget = inputs.Count > 1 && inputs[1] == TextNames.Target;
        var (type, create) = (inputs.Count, hasTarget) switch
        {
            (1, _) => Maker<OfPrediction>(symbol),
            (2, true) => Maker<OfPredictionAndTarget>(symbol),
            (2, false) => Maker<OfOne>(symbol),
            (3, true) => Maker<OfTargetAndOne>(symbol),
            (3, false) => Maker<OfTwo>(symbol),
            (_, true) => Maker<OfTargetAndTwo>(symbol),
            _ => Maker<OfThree>(symbol),
        };
        return new LossEntry
        {
            Key = Key,
            Name = "Formula as text",
            ChineseName = "文本公式",
            English = new LossText(
                "The formula that was typed.",
                "When no loss of the catalogue says what an error costs you.",
                "When the catalogue has it: its losses are in stable form and checked against references."),
            Chinese = new LossText(
                "用户输入的公式。",
                "现有损失都不能表达误差的实际代价时使用。",
                "目录中已有该损失时不要用：目录中的损失采用数值稳定的形式，并经过参考值核对。"),
            Family = LossFamily.Regression,
            Shape = inputs.Count switch { 1 => nameof(IPointLoss1)[1..], 2 => nameof(IPointLoss)[1..], 3 => nameof(IPointLoss3)[1..], _ => nameof(IPointLoss4)[1..] },
            Type = type,
            IsText = true,
            Formula = text,
            Task = hasTarget ? LossTask.Regression : LossTask.None,
            LowerBound = double.NegativeInfinity,
            Parameters =
            [
                .. symbol.Graph.Parameters.Select((p, i) => new ParameterInfo { Name = p.Name, Kind = ParameterKind.Number, Default = defaults(i) }),
            ],
            Inputs = [.. inputs.Select((name, i) => new InputInfo(name, Domain.Real, !(hasTarget && i == 1)))],
            Create = create,
            ParametersOf = loss => [.. ((ITextFormula)loss).Parameters.ToArray().Cast<object?>()],
        };
    }

    private static (Type Type, Func<LossEntry, object?[], Loss> Create) Maker<TInputs>(Symbol symbol)
        where TInputs : struct, ITextInputs => (
            typeof(TextFormula<TInputs>),
            (entry, values) => new PointLoss<TextFormula<TInputs>>(entry, values, new TextFormula<TInputs>(symbol, Numbers(entry, values))));

    private static double[] Numbers(LossEntry entry, object?[] values)
    {
        var numbers = new double[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = values[i] as double? ?? throw Throw.MissingParameter(entry.Key, entry.Parameters[i].Name);
            entry.Parameters[i].Check(entry.Key, values[i]);
        }

        return numbers;
    }

    private sealed class Reader : LossVisitor<Symbol>
    {
        public static readonly Reader Instance = new();

        public override Symbol Point<TFormula>(Loss loss, TFormula formula) => ((ITextFormula)formula.Loss).Symbol;

        public override Symbol Other(Loss loss) => throw new NotSupportedException(loss.Entry.Shape);
    }
}
