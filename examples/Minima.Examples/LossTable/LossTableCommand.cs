using System.Globalization;
using Minima.Tabular;

namespace Minima.Examples.LossTable;

/// <summary>Losses times optimizers on two problems: the same budget, each cell at its own best learning rate of six.</summary>
internal static class LossTableCommand
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run(TextWriter output, PictureFolder pictures) => Run(output, pictures, Seeds, epochs: 20);

    /// <summary>The same with other seeds and epochs; the curve takes twice the epochs.</summary>
    internal static void Run(TextWriter output, PictureFolder pictures, int[] seeds, int epochs)
    {
        var problems = new (Problem Problem, int Epochs)[] { (new SpoiltDigits(BundledTable.Digits(), 0.2), epochs), (new SpoiltCurve(1000, 0.1), 2 * epochs) };
        var tables = problems.Select(one => Cells(one.Problem, seeds, one.Epochs)).ToArray();
        for (var i = 0; i < problems.Length; i++) Write(output, problems[i].Problem, problems[i].Epochs, seeds, tables[i]);
        pictures.Write("losses", language => Draw(language, [.. problems.Select(one => one.Problem)], tables));
    }

    /// <summary>For each loss and optimizer the runs over seeds.</summary>
    internal static CellRun[][][] Cells(Problem problem, IReadOnlyList<int> seeds, int epochs) =>
        [.. problem.Losses.Select(loss => OptimizerChoice.All.Select(optimizer => seeds.Select(seed => problem.Run(loss, optimizer, seed, epochs)).ToArray()).ToArray())];

    private static Sample Figures(CellRun[] runs) => new([.. runs.Select(run => run.Figure)]);

    private static void Write(TextWriter output, Problem problem, int epochs, int[] seeds, CellRun[][][] cells)
    {
        output.WriteLine($"{problem.Name.English}: {problem.Figure.English}, {epochs} epochs, mean ± deviation over {seeds.Length} seeds; learning rates chosen");
        var text = new TextTable(["loss", .. OptimizerChoice.All.Select(optimizer => optimizer.Name.English)]);
        for (var row = 0; row < cells.Length; row++)
        {
            text.Add([problem.Losses[row], .. cells[row].Select(cell => $"{problem.Text(Figures(cell).Mean)} ± {problem.Text(Figures(cell).Deviation)}")]);
            text.Add(["", .. cells[row].Select(cell => RateRange([.. cell.Select(run => run.LearningRate)]))]);
        }

        text.Write(output);
        for (var row = 0; row < cells.Length; row++)
        {
            for (var column = 0; column < cells[row].Length; column++)
            {
                if (cells[row][column].Count(run => run.Breaks > 0) is > 0 and var count)
                {
                    output.WriteLine($"{problem.Losses[row]} with {OptimizerChoice.All[column].Name.English}: broke off for {count} of {seeds.Length} seeds at the rate chosen, and was run at the next smaller.");
                }
            }
        }

        output.WriteLine();
    }

    private static string RateRange(double[] rates) => rates.Min() == rates.Max()
        ? rates[0].ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{rates.Min()} to {rates.Max()}");

    private static string Draw(Language language, Problem[] problems, CellRun[][][][] tables)
    {
        const int width = 385, names = 100, top = 100;
        var svg = new Svg(840, top + 184 + 44, new Words("Loss times optimizer, each cell at its best learning rate", "损失 × 优化器，各格取最优学习率").In(language));
        for (var i = 0; i < problems.Length; i++)
        {
            var (problem, cells) = (problems[i], tables[i]);
            var means = cells.SelectMany(row => row.Select(cell => Shade(problem, Figures(cell).Mean))).ToArray();
            var panel = new HeatPanel
            {
                Title = problem.Name,
                Rows = [.. problem.Losses.Select(loss => (Words)loss)],
                Columns = [.. OptimizerChoice.All.Select(optimizer => optimizer.Name)],
                Cell = (row, column) => Figures(cells[row][column]) is var figures ? (Shade(problem, figures.Mean), problem.Text(figures.Mean), $"± {problem.Text(figures.Deviation)}") : default,
                Scale = (means.Min(), means.Max()),
            };
            var left = 16 + (i * 412);
            panel.Draw(svg, left, top, width, names, language);
            svg.Text(left + names + ((width - names) / 2.0), top + panel.Height + 22, new Words($"{problem.Figure.English}; darker is better", $"{problem.Figure.Chinese}；颜色越深越好").In(language), Anchor.Middle);
        }

        return svg.ToString();
    }

    /// <summary>Errors are shaded by their logarithm, so that a large one does not make all others look alike.</summary>
    private static double Shade(Problem problem, double mean) => problem.LargerIsBetter ? mean : -Math.Log(mean);
}
