using System.Globalization;
using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Experiments;

/// <summary>The first rows of an epoch, kept for checks of the data.</summary>
internal sealed class RowSample
{
    /// <summary>The maximum count of numbers in a sample, regardless of the number of rows requested.</summary>
    private const long MostNumbers = 1 << 24;

    private const int MostNamed = 5;

    private readonly TrainingBatch _all;

    private RowSample(TrainingBatch all)
    {
        _all = all;
        Features = all.Features.ToArray();
        Width = Features.Length / Rows;
    }

    public int Rows => _all.Rows;

    public TrainingBatch Batch => _all;

    /// <summary>The features, row by row.</summary>
    public double[] Features { get; }

    /// <summary>The count of features in a row.</summary>
    public int Width { get; }

    /// <summary>True if the features are columns of numbers, not images, sequences or indices.</summary>
    public bool HasColumns => _all.Features is { Rank: 2, Type: not ElementType.Int32 };

    public int Targets => 1 + _all.MoreTargets.Count;

    /// <summary>Reads rows from the start of the first epoch.</summary>
    /// <exception cref="TrainingException">There are no rows.</exception>
    public static RowSample Read(IBatchSource source, int most, string what)
    {
        var batches = new List<TrainingBatch>();
        var rows = 0;
        long numbers = 0;
        using var reader = source.Open(0, 0);
        while (rows < most && numbers < MostNumbers && reader.Next(out var batch))
        {
            if (batch.Rows == 0) continue;
            var kept = Kept(batch, Math.Min(batch.Rows, most - rows));
            batches.Add(kept);
            rows += kept.Rows;
            numbers += kept.Features.Count;
        }

        if (rows == 0) throw new TrainingException($"There is nothing to examine: the {what} data has no rows (or fewer than one batch, if incomplete ones are dropped).");
        return new RowSample(Joined(batches));
    }

    public TrainingBatch Select(ReadOnlySpan<int> rows)
    {
        var numbers = new int[_all.RowNumbers.Length == 0 ? 0 : rows.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = _all.RowNumbers.Span[rows[i]];
        var more = new Tensor[_all.MoreTargets.Count];
        for (var i = 0; i < more.Length; i++) more[i] = RowsOf(_all.MoreTargets[i], rows);
        return new TrainingBatch(RowsOf(_all.Features, rows), RowsOf(_all.Target, rows), _all.Weight.IsNone ? default : RowsOf(_all.Weight, rows)) { MoreTargets = more, RowNumbers = numbers, RowWord = _all.RowWord, Source = _all.Source };
    }

    public TrainingBatch First(int most)
    {
        if (most >= Rows) return _all;
        var rows = new int[most];
        for (var i = 0; i < most; i++) rows[i] = i;
        return Select(rows);
    }

    /// <summary>The numbers of a target, row by row.</summary>
    public double[] Target(int index) => _all.TargetAt(index).ToArray();

    /// <summary>The names of rows as <c>" (lines 4, 17)"</c>, if known.</summary>
    public Localized Named(IEnumerable<int> rows)
    {
        if (_all.RowNumbers.Length == 0) return Localized.Nothing;
        var numbers = rows.Select(row => _all.RowNumbers.Span[row]).Order().ToArray();
        var shown = numbers.Take(MostNamed).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray();
        return numbers.Length <= MostNamed
            ? new Localized($" ({_all.RowWord}{(numbers.Length == 1 ? "" : "s")} {string.Join(", ", shown)})", $"（第 {string.Join("、", shown)} 行）")
            : new Localized($" ({_all.RowWord}s {string.Join(", ", shown)}, ..., {numbers.Length} in all)", $"（第 {string.Join("、", shown)} 行等，共 {numbers.Length} 行）");
    }

    private static TrainingBatch Kept(in TrainingBatch batch, int rows)
    {
        Tensor First(Tensor tensor) => rows == tensor.Shape[0] ? tensor.Keep() : tensor.Slice(0, 0, rows).Keep();
        using (Autograd.NoGradient())
        {
            return new TrainingBatch(First(batch.Features), First(batch.Target), batch.Weight.IsNone ? default : First(batch.Weight))
            {
                MoreTargets = [.. batch.MoreTargets.Select(First)],
                RowNumbers = batch.RowNumbers.Length < rows ? default : batch.RowNumbers[..rows].ToArray(),
                RowWord = batch.RowWord,
                Source = batch.Source,
            };
        }
    }

    private static TrainingBatch Joined(List<TrainingBatch> batches)
    {
        Tensor Join(Func<TrainingBatch, Tensor> part)
        {
            var parts = new Tensor[batches.Count];
            for (var i = 0; i < parts.Length; i++) parts[i] = part(batches[i]);
            return parts.Length == 1 ? parts[0] : Tensor.Concatenate(0, parts).Keep();
        }

        if (batches.Count == 1) return batches[0];
        using (Autograd.NoGradient())
        {
            var more = new Tensor[batches[0].MoreTargets.Count];
            for (var i = 0; i < more.Length; i++)
            {
                var index = i;
                more[i] = Join(batch => batch.MoreTargets[index]);
            }

            var isNumbered = batches.TrueForAll(batch => batch.RowNumbers.Length == batch.Rows);
            return new TrainingBatch(Join(batch => batch.Features), Join(batch => batch.Target), batches[0].Weight.IsNone ? default : Join(batch => batch.Weight))
            {
                MoreTargets = more,
                RowNumbers = isNumbered ? batches.SelectMany(batch => batch.RowNumbers.ToArray()).ToArray() : default,
                RowWord = batches[0].RowWord,
                Source = batches[0].Source,
            };
        }
    }

    private static Tensor RowsOf(Tensor from, ReadOnlySpan<int> rows) => from.Type switch
    {
        ElementType.Single => Tensor.Of(Gathered(from.Read<float>(), from.Shape, rows), from.Shape.With(0, rows.Length)),
        ElementType.Double => Tensor.Of(Gathered(from.Read<double>(), from.Shape, rows), from.Shape.With(0, rows.Length)),
        _ => Tensor.Of(Gathered(from.Read<int>(), from.Shape, rows), from.Shape.With(0, rows.Length)),
    };

    private static TElement[] Gathered<TElement>(ReadOnlySpan<TElement> from, in Shape shape, ReadOnlySpan<int> rows)
    {
        var width = from.Length / shape[0];
        var values = new TElement[rows.Length * width];
        for (var i = 0; i < rows.Length; i++) from.Slice(rows[i] * width, width).CopyTo(values.AsSpan(i * width));
        return values;
    }
}
