using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>The contributions of the columns to the raw scores of boosted trees, as text: the mean size of each column's contribution as a bar, and the first rows.</summary>
/// <param name="model">The model.</param>
/// <param name="data">The name of the table.</param>
/// <param name="shares">The contributions, row by row: for each score the start, a number for each column, and the score.</param>
/// <param name="tongue">The language.</param>
/// <param name="width">Characters of a line.</param>
/// <param name="ascii">Draws with ASCII characters only.</param>
internal sealed class ContributionsText(ExplainedModel model, string data, TablePrediction shares, Tongue tongue, int width, bool ascii)
{
    private const int WidestName = 24;
    private const int WidestBar = 40;
    private const int NarrowestCell = 8;
    private const int WidestCell = 14;
    private const int FirstRows = 5;

    private readonly TextLayout _layout = new(width);

    /// <summary>The columns, the one with the largest mean size first, as places in <see cref="TablePrediction.Further"/>.</summary>
    private readonly (int At, double Size)[] _columns = [.. Enumerable.Range(0, shares.Further.Count - 1).Select(at => (at, SizeOf(shares, at))).OrderByDescending(pair => pair.Item2)];

    private static int Each(TablePrediction shares) => shares.Further.Count + 1;

    public IEnumerable<ExplainedLine> Lines()
    {
        foreach (var line in Wrapped.Lines(model.Sentence.In(tongue.Chinese), width)) yield return new(line, true);
        foreach (var sentence in shares.Notes)
        {
            foreach (var line in Wrapped.Lines(sentence.In(tongue.Chinese), width)) yield return new(line);
        }

        foreach (var line in Sizes().Concat(Rows())) yield return line;
        foreach (var line in _layout.Text(tongue.Say("All rows as numbers: --json; as CSV: minima predict MODEL.json DATA.csv --contributions.", "所有行的数值：--json；CSV：minima predict MODEL.json DATA.csv --contributions。")).Prepend(new(""))) yield return line;
    }

    private IEnumerable<ExplainedLine> Sizes()
    {
        foreach (var line in TextLayout.Heading(tongue.Say("Mean size of a column's share in the raw score", "各列在原始得分中所占份额的平均大小"))) yield return line;
        var note = tongue.Say(
            $"On {shares.Rows} rows of {data}. The start and the shares of a row add up to its raw score; the shares are Shapley values along the paths of the trees.",
            $"基于 {data} 的 {shares.Rows} 行。一行的起点与各列份额之和就是它的原始得分；份额是沿树的路径计算的沙普利值。");
        foreach (var line in _layout.Text(note)) yield return line;
        var name = Math.Min(WidestName, _columns.Select(pair => TextWidth.Of(shares.Further[pair.At])).DefaultIfEmpty(0).Max());
        var bar = Math.Clamp(width - name - 14, 8, WidestBar);
        foreach (var (at, size) in _columns)
        {
            var length = _columns[0].Size > 0 ? (int)Math.Round(bar * size / _columns[0].Size) : 0;
            yield return new($"  {Name(shares.Further[at], name)}  {NumberFormat.Short(size),NarrowestCell}  {new string(ascii ? '#' : '█', length)}".TrimEnd());
        }
    }

    private IEnumerable<ExplainedLine> Rows()
    {
        var (rows, several) = (Math.Min(FirstRows, shares.Rows), shares.Targets.Count > 1);
        foreach (var line in TextLayout.Heading(tongue.Say(rows == 1 ? "The first row" : $"The first {rows} rows", $"前 {rows} 行"))) yield return line;
        var label = several ? Math.Min(WidestName, shares.Targets.Max(TextWidth.Of)) : 0;
        int Cell(int at) => Math.Clamp(TextWidth.Of(shares.Further[at]), NarrowestCell, WidestCell);

        // Row, output, start, others and score take space beside the columns that fit.
        var (room, shown) = (width - 8 - label - (3 * (NarrowestCell + 2)), 0);
        while (shown < _columns.Length && (room -= Cell(_columns[shown].At) + 2) >= 0) shown++;
        var rest = _columns[shown..];
        string[] heads = [tongue.Say("start", "起点"), .. _columns[..shown].Select(pair => shares.Further[pair.At]), .. rest.Length == 0 ? (string[])[] : [tongue.Say("others", "其余")], tongue.Say("score", "得分")];
        int[] cells = [NarrowestCell, .. _columns[..shown].Select(pair => Cell(pair.At)), .. rest.Length == 0 ? (int[])[] : [NarrowestCell], NarrowestCell];
        yield return new(Line("", "", [.. heads.Select((head, i) => Wrapped.Cut(head, cells[i]))]));
        for (var row = 0; row < rows; row++)
        {
            for (var output = 0; output < shares.Targets.Count; output++)
            {
                var numbers = shares.Values.AsSpan((row * shares.Width) + (output * Each(shares)), Each(shares));
                List<double> line = [numbers[0]];
                foreach (var (at, _) in _columns[..shown]) line.Add(numbers[1 + at]);
                if (rest.Length > 0)
                {
                    var others = 0.0;
                    foreach (var (at, _) in rest) others += numbers[1 + at];
                    line.Add(others);
                }

                line.Add(numbers[^1]);
                yield return new(Line(output == 0 ? $"{row + 1}" : "", several ? shares.Targets[output] : "", [.. line.Select(NumberFormat.Short)]));
            }
        }

        string Line(string row, string output, string[] texts) =>
            $"  {row,4}{(several ? $"  {Name(output, label)}" : "")}{string.Concat(texts.Select((text, i) => $"  {new string(' ', Math.Max(0, cells[i] - TextWidth.Of(text)))}{text}"))}";
    }

    /// <summary>The mean over rows, and over scores if there are several.</summary>
    private static double SizeOf(TablePrediction shares, int column)
    {
        var (sum, count) = (0.0, 0);
        for (var at = 1 + column; at < shares.Values.Length; at += Each(shares)) (sum, count) = (sum + Math.Abs(shares.Values[at]), count + 1);
        return count == 0 ? 0 : sum / count;
    }

    private static string Name(string name, int width) => Wrapped.Pad(Wrapped.Cut(name, width), width);
}
