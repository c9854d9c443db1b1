using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The comparison as cells of text, laid out for a width.</summary>
internal sealed class CompareTable
{
    private const int FewestMetrics = 3;
    public const int LongestName = 34;

    private readonly bool _chinese;
    private readonly List<Column> _columns;
    private readonly List<string> _leftOut = [];

    private CompareTable(List<Column> columns, IReadOnlyList<ComparisonRow> rows, bool chinese)
    {
        _chinese = chinese;
        _columns = columns;
        Rows = rows;
    }

    public IReadOnlyList<Column> Columns => _columns;

    public IReadOnlyList<ComparisonRow> Rows { get; }

    /// <summary>The keys of the metrics that did not fit.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>True if the parameters did not fit beside the numbers and follow below.</summary>
    public bool ParametersBelow { get; private set; }

    /// <summary>A table of every row, with its name only.</summary>
    public static CompareTable Of(ComparisonResult result) => Of(result, result.Rows, row => row.Name, chinese: false);

    /// <summary>The rows that a terminal shows.</summary>
    public static CompareTable Of(ComparisonResult result, ReportLines lines) => Of(result, lines.Rows, lines.Name, lines.Chinese);

    private static CompareTable Of(ComparisonResult result, IReadOnlyList<ComparisonRow> rows, Func<ComparisonRow, string> name, bool chinese)
    {
        var format = FormatOf(result);
        var columns = new List<Column>
        {
            new(chinese ? "损失" : "loss", [.. rows.Select(row => new[] { name(row) })], false, []),
            new(chinese ? "参数" : "parameters", [.. rows.Select(row => new[] { Localized.Join(", ", "，", row.ParameterTexts).In(chinese) })], false, []),
        };
        foreach (var metric in result.Metrics)
        {
            var texts = rows.Select(row => row.Find(metric)?.Mean is { } mean ? format.Show(metric, mean) : "-").ToArray();
            columns.Add(new(metric.Key, [.. texts.Select(text => new[] { text })], true, Best(rows, metric, texts)));
        }

        return new CompareTable(columns, rows, chinese);
    }

    public static NumberFormat FormatOf(ComparisonResult result) =>
        new(result.Default.Metrics.FirstOrDefault(value => value.Metric.Unit == MetricUnit.Target)?.Mean ?? 1);

    /// <summary>
    /// Narrows the table: first parameters go under each other; then metrics are dropped from the right, down to a few; then the parameters go
    /// below the table, and as many metrics return as fit. Numbers are never cut.
    /// </summary>
    /// <param name="width">The width of the window.</param>
    /// <param name="perColumn">The width of borders and padding per column.</param>
    public void Fit(int width, int perColumn)
    {
        var all = _columns.ToArray();
        if (Fits()) return;
        _columns[1] = _columns[1] with { Texts = [.. Rows.Select(row => row.ParameterTexts is { Count: > 0 } texts ? texts.Select(text => text.In(_chinese)).ToArray() : [""])] };
        DropMetrics(2 + FewestMetrics);
        if (Fits()) return;
        _columns.Clear();
        _columns.AddRange([all[0], .. all[2..]]);
        _leftOut.Clear();
        ParametersBelow = true;
        DropMetrics(2);

        bool Fits() => FitsIn(width, perColumn);

        void DropMetrics(int fewest)
        {
            while (!Fits() && _columns.Count > fewest)
            {
                _leftOut.Insert(0, _columns[^1].Header);
                _columns.RemoveAt(_columns.Count - 1);
            }
        }
    }

    /// <summary>Checks if the remaining columns fit.</summary>
    public bool FitsIn(int width, int perColumn) => _columns.Sum(column => column.Width + perColumn) + 1 <= width;

    /// <summary>The columns in blocks: each has the loss's name and as many of the metrics as fit in the width.</summary>
    public IEnumerable<IReadOnlyList<Column>> Blocks(int width, int gap)
    {
        var name = _columns[0];
        var block = new List<Column> { name };
        var taken = name.Width;
        foreach (var column in _columns.Skip(2))
        {
            if (block.Count > 1 && taken + gap + column.Width > width)
            {
                yield return block;
                block = [name];
                taken = name.Width;
            }

            block.Add(column);
            taken += gap + column.Width;
        }

        yield return block;
    }

    /// <summary>The rows that show the best value; values that print the same are tied.</summary>
    private static HashSet<int> Best(IReadOnlyList<ComparisonRow> rows, TableMetric metric, string[] texts)
    {
        var badness = rows.Select(row => row.Find(metric)?.Mean is { } mean ? metric.Badness(mean) : double.PositiveInfinity).ToArray();
        var lowest = badness.Min();
        if (!double.IsFinite(lowest)) return [];
        var text = texts[Array.IndexOf(badness, lowest)];
        return [.. Enumerable.Range(0, texts.Length).Where(i => texts[i] == text)];
    }

    /// <summary>A column: its header, the lines of each row's cell, and the indices of the best rows.</summary>
    internal sealed record Column(string Header, IReadOnlyList<IReadOnlyList<string>> Texts, bool IsNumber, HashSet<int> Best)
    {
        /// <summary>The width, including the mark of the best in columns of numbers.</summary>
        public int Width => Math.Max(TextWidth.Of(Header), Texts.Max(lines => lines.Max(TextWidth.Of))) + (IsNumber ? 1 : 0);

        public string Title => IsNumber ? Header.PadLeft(Width - 1) + " " : Header;

        public string Cell(int row) => IsNumber ? Texts[row][0] + (Best.Contains(row) ? "*" : " ") : string.Join('\n', Texts[row]);
    }
}
