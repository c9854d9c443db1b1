using System.Globalization;

namespace Minima.Training;

/// <summary>The state of an optimizer, a schedule or an average, under names that checkpoints store.</summary>
/// <param name="kind">The kind of object whose state it is: <c>adam</c>. Other kinds refuse it.</param>
/// <param name="numbers">Counts and rates: <c>step/layer1.weight</c>.</param>
/// <param name="tensors">Arrays: <c>first_moment/layer1.weight</c>.</param>
public sealed class NamedState(string kind, IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, Tensor> tensors)
{
    /// <summary>The kind of object whose state it is.</summary>
    public string Kind { get; } = kind;

    /// <summary>Counts and rates, stored exactly as double.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; } = numbers;

    /// <summary>The arrays themselves, not copies: write them before the next step, or take <see cref="Tensor.Keep"/>.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>Refuses a state of another kind.</summary>
    internal void RequireKind(string kind)
    {
        if (Kind != kind) throw new TrainingException($"A state of '{Kind}' was given to '{kind}'. Make '{Kind}' as it was when the state was exported, then import.");
    }

    /// <summary>Refuses a state whose names differ from those of <paramref name="other"/>: of another model, or of other options.</summary>
    internal void RequireNamesOf(NamedState other)
    {
        Compare(other.Tensors.Keys, Tensors.Keys, "tensors");
        Compare(other.Numbers.Keys, Numbers.Keys, "numbers");
        foreach (var (name, tensor) in other.Tensors)
        {
            var given = Tensors[name];
            if (given.Shape != tensor.Shape || given.Type != tensor.Type)
            {
                throw new TrainingException($"The state '{name}' of {Kind} is {given.Type} {given.Shape}; here it is {tensor.Type} {tensor.Shape}. Make the model as it was when the state was exported.");
            }
        }
    }

    /// <summary>A non-negative whole number of the state.</summary>
    internal long Count(string name)
    {
        var number = Numbers[name];
        if (!(number >= 0 && number <= 1L << 53 && number == Math.Floor(number)))
        {
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"The state '{name}' of {Kind} is {number:R}; a count of steps is a whole number, 0 or above. The state is damaged."));
        }

        return (long)number;
    }

    private void Compare(IEnumerable<string> wanted, IEnumerable<string> given, string what)
    {
        var missing = wanted.Except(given, StringComparer.Ordinal).ToList();
        var foreign = given.Except(wanted, StringComparer.Ordinal).ToList();
        if (missing.Count + foreign.Count == 0) return;
        throw new TrainingException(
            $"The state of {Kind} does not fit: of its {what} {Listed("missing", missing)}{(missing.Count > 0 && foreign.Count > 0 ? "; " : string.Empty)}{Listed("unknown here", foreign)}. " +
            "Make model and options as they were when the state was exported.");
    }

    private static string Listed(string what, List<string> names) => names.Count == 0
        ? string.Empty
        : $"{names.Count} {what} ({string.Join(", ", names.Take(3).Select(n => $"'{Names.Shorten(n)}'"))}{(names.Count > 3 ? ", ..." : string.Empty)})";
}
