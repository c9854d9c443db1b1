using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Minima.Sql.Tests;

/// <summary>The folds that a database deals by a hash, dealt here from the lines of a file.</summary>
internal sealed class HashFolds
{
    private readonly string _folder;
    private readonly string[] _header;
    private readonly string[][] _rows;

    /// <summary>The task of the target; null where its values say it.</summary>
    public PredictionTask? Task { get; init; }

    /// <param name="path">A CSV whose cells the database shows as they are written.</param>
    /// <param name="folder">Takes the files of the folds.</param>
    public HashFolds(string path, string folder)
    {
        var lines = File.ReadAllLines(path);
        (_folder, _header, _rows) = (folder, lines[0].Split(','), [.. lines.Skip(1).Select(line => line.Split(','))]);
    }

    /// <summary>Training and test rows of a fold as tables, without the column of groups.</summary>
    /// <param name="target">The column to predict.</param>
    /// <param name="group">The column that is hashed; null for all.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="index">The fold.</param>
    /// <param name="count">How many there are.</param>
    public (Table Train, Table Test) Of(string target, string? group, ulong seed, int index, int count)
    {
        var held = _rows.ToLookup(row => FoldOf(row, group, seed, count) == index);
        return (Written("train", held[false], target, group), Written("test", held[true], target, group));
    }

    /// <summary>The metrics of a row of a comparison that are not those of the loss, fitted and scored in memory on the same folds.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="row">A row of a loss.</param>
    /// <param name="target">The column that was predicted.</param>
    /// <param name="group">The column that was hashed; null for all.</param>
    /// <param name="size">The size of the target.</param>
    public string Differences(ComparisonResult result, ComparisonRow row, string target, string? group, double size)
    {
        var wrong = new List<string>();
        for (var index = 0; index < result.Options.Folds; index++)
        {
            var (train, test) = Of(target, group, result.Options.Seed, index, result.Options.Folds);
            var sheet = LinearModel.Fit(train, row.Loss!).Score(test);
            foreach (var value in row.Metrics)
            {
                var (expected, found) = (sheet.Of(value.Metric), value.ByFold[index]);
                var isSame = expected is { } number && found is { } other ? Math.Abs(number - other) <= 1e-7 * Math.Max(Math.Abs(number), value.Metric.Unit == MetricUnit.Target ? size : 1) : expected is null && found is null;
                if (!isSame) wrong.Add(FormattableString.Invariant($"{row.Name}, fold {index}, {value.Metric.Key}: {found}, expected {expected}"));
            }
        }

        return string.Join("; ", wrong);
    }

    private int FoldOf(string[] row, string? group, ulong seed, int count)
    {
        IEnumerable<string> cells = group is null ? row : [row[Array.IndexOf(_header, group)]];
#pragma warning disable CA5351 // The databases deal rows by it; it protects nothing.
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(string.Join('|', cells.Prepend(seed.ToString(CultureInfo.InvariantCulture))))));
#pragma warning restore CA5351
        var number = ulong.Parse(hash.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return Enumerable.Range(0, count).Last(fold => number >= (1UL << 32) * (ulong)fold / (ulong)count);
    }

    private Table Written(string name, IEnumerable<string[]> rows, string target, string? group)
    {
        int[] kept = [.. Enumerable.Range(0, _header.Length).Where(column => _header[column] != group)];
        var path = Path.Combine(_folder, name + ".csv");
        File.WriteAllLines(path, rows.Prepend(_header).Select(row => string.Join(',', kept.Select(column => row[column]))));
        return Table.FromFile(path, target, new() { Task = Task });
    }
}
