using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that rows of the validation data are not among the training rows.</summary>
internal sealed class ValidationOverlapCheck : IDiagnosisCheck
{
    /// <summary>
    /// The proportion of validation rows that passes. With few features of few values, equal rows are ordinary: then the proportion of training rows with a duplicate
    /// among the training rows is added.
    /// </summary>
    public const double MostShare = 0.05;

    /// <summary>Duplicates are ordinary if independent columns would produce at least this proportion of them; otherwise rows were copied.</summary>
    public const double OrdinaryShare = 0.1;

    /// <summary>The maximum number of training rows searched for copies. It exceeds the sample because a copy may be of any row.</summary>
    private const int MostRows = 1 << 20;

    private const long MostNumbers = 1 << 28;

    public Localized Name => new("overlap with validation", "训练与验证重叠");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget];

    public CheckOutcome Run(Examination examination)
    {
        if (examination.Validation is not { } validation) return CheckOutcome.Skipped("there are no validation rows.", "没有验证数据。");
        var known = AllRows(examination);
        var shared = RowsOf(validation.Features, validation.Target(0), validation.Rows).Count(row => known.TryGetValue(row.Features, out var target) && target == row.Target);
        var share = (double)shared / validation.Rows;
        var most = share > MostShare ? Math.Min(1, MostShare + OrdinaryTwins(examination.Training)) : MostShare;
        var (english, chinese) = (
            $"{shared} of {validation.Rows} validation rows ({NumberText.Percent(share)}) are also among the training rows, with the same target (at most {NumberText.Percent(most)} passes).",
            $"{validation.Rows} 行验证数据中有 {shared} 行（{NumberText.Percent(share)}）连同目标值也出现在训练数据中（上限 {NumberText.Percent(most)}）。");
        return share > most ? CheckOutcome.Found(Diagnoses.ValidationOverlap, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }

    /// <summary>
    /// The features and the target of all training rows, or of the first million. Rows that are equal in every feature but differ in the target are not copies of each
    /// other: such features describe many cases, and a validation row with the same features is another case.
    /// </summary>
    private static Dictionary<ulong, ulong?> AllRows(Examination examination)
    {
        var known = new Dictionary<ulong, ulong?>();
        long rows = 0;
        long numbers = 0;
        using var reader = examination.TrainingSource.Open(0, 0);
        while (rows < MostRows && numbers < MostNumbers && reader.Next(out var batch))
        {
            examination.Cancellation.ThrowIfCancellationRequested();
            if (batch.Rows == 0) continue;
            foreach (var (features, target) in RowsOf(batch.Features.ToArray(), batch.Target.ToArray(), batch.Rows))
            {
                if (!known.TryAdd(features, target) && known[features] != target) known[features] = null;
            }

            rows += batch.Rows;
            numbers += batch.Features.Count;
        }

        return known;
    }

    /// <summary>The proportion of rows with a duplicate, if chance explains duplicates; otherwise 0.</summary>
    private static double OrdinaryTwins(RowSample sample)
    {
        var hashes = Hashes(sample);
        var counts = hashes.CountBy(hash => hash).ToDictionary();
        int[] twins = [.. Enumerable.Range(0, sample.Rows).Where(row => counts[hashes[row]] > 1)];
        if (twins.Length == 0) return 0;

        // The expected number of equal rows if the columns were independent.
        var expected = new double[twins.Length];
        Array.Fill(expected, Math.Log(sample.Rows));
        foreach (var column in Columns(sample))
        {
            var seen = column.CountBy(value => value).ToDictionary();
            for (var i = 0; i < twins.Length; i++) expected[i] += Math.Log((seen[column[twins[i]]] - 1) / (double)(sample.Rows - 1));
        }

        var chance = expected.Average(log => 1 - Math.Exp(-Math.Exp(log)));
        return chance >= OrdinaryShare ? (double)twins.Length / sample.Rows : 0;
    }

    private static IEnumerable<double[]> Columns(RowSample sample)
    {
        for (var k = 0; k < sample.Width; k++)
        {
            var column = new double[sample.Rows];
            for (var row = 0; row < column.Length; row++) column[row] = sample.Features[(row * sample.Width) + k];
            yield return column;
        }

        var target = sample.Target(0);
        var width = target.Length / sample.Rows;
        for (var k = 0; k < width; k++) yield return [.. Enumerable.Range(0, sample.Rows).Select(row => target[(row * width) + k])];
    }

    private static ulong[] Hashes(RowSample sample) => Hashes(sample.Features, sample.Target(0), sample.Rows);

    private static IEnumerable<(ulong Features, ulong Target)> RowsOf(double[] features, double[] targets, int rows)
    {
        var (wide, width) = (features.Length / rows, targets.Length / rows);
        return Enumerable.Range(0, rows).Select(row => (RowHash.Of(features.AsSpan(row * wide, wide)), RowHash.Of(targets.AsSpan(row * width, width))));
    }

    private static ulong[] Hashes(double[] features, double[] targets, int rows)
    {
        var (wide, width) = (features.Length / rows, targets.Length / rows);
        return [.. Enumerable.Range(0, rows).Select(row => RowHash.Of(targets.AsSpan(row * width, width), RowHash.Of(features.AsSpan(row * wide, wide))))];
    }
}
