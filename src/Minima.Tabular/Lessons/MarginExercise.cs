namespace Minima.Tabular;

/// <summary>Lesson 7: rows that can be removed without moving the line of the hinge loss.</summary>
internal static class MarginExercise
{
    private const double L2 = 0.1;
    private const double Same = 1e-6;
    private const int Fewest = 2;

    private static readonly string[] Names = ["x1", "x2", "label"];

    public static ExerciseVerdict? Judge(string answer)
    {
        var count = answer.Split([' ', ',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries).Length;
        if (count == 0 || AnswerText.Numbers(answer, count) is not { } numbers) return null;
        var table = LessonTable.Open("margins.csv", "label");
        var rows = numbers.Distinct().ToArray();
        double[][] columns = LessonTable.Columns("margins.csv", "label");
        var all = columns[0].Length;
        if (rows.Any(row => row != Math.Floor(row) || row < 1 || row > all))
            return ExerciseVerdict.Of(false, $"The table has the rows 1 to {all}.", $"表中的样本编号为 1 到 {all}。");
        double[] kept = [.. Enumerable.Range(0, all).Where(i => !rows.Contains(i + 1.0)).Select(i => (double)i)];
        if (kept.Select(i => columns[2][(int)i]).Distinct().Count() < 2)
            return ExerciseVerdict.Of(false, $"Without these rows only one class is left, and no line separates it.", $"去掉这些样本后只剩一类，无从划分。");
        var before = Line(table, L2);
        var after = Line(Table.FromColumns([.. Names.Select((name, j) => new Column(name, [.. kept.Select(i => columns[j][(int)i])]))], "label"), L2 * all / kept.Length);
        var moved = before.Zip(after, (a, b) => Math.Abs(a - b)).Max();
        var enough = rows.Length >= Fewest ? Localized.Nothing : new(" Find at least two rows.", "请至少找出两个样本。");
        var verdict = ExerciseVerdict.Of(
            moved <= Same && rows.Length >= Fewest,
            $"Without {rows.Length} of {all} rows the coefficients change by at most {moved:0.######}.",
            $"去掉 {all} 个样本中的 {rows.Length} 个后，系数的变化不超过 {moved:0.######}。");
        return verdict with { Reason = verdict.Reason + enough + Margins(before, columns) };
    }

    /// <summary>The loss of three margins, and the number of rows of the table with a gradient.</summary>
    private static Localized Margins(double[] line, double[][] columns)
    {
        var hinge = LessonLoss.Of("hinge");
        double Of(double margin) => hinge.Value([margin], [1.0]);
        var inside = Enumerable.Range(0, columns[0].Length).Count(i => ((2 * columns[2][i]) - 1) * ((line[0] * columns[0][i]) + (line[1] * columns[1][i]) + line[2]) <= 1 + Same);
        return ExerciseVerdict.Of(
            true,
            $" In the whole table {inside} of {columns[0].Length} rows have a margin of 1 or less; only these hold the line. At the margins 0.5, -2 and 3 the hinge loss is {Of(0.5):g6}, {Of(-2):g6} and {Of(3):g6}.",
            $"全表 {columns[0].Length} 个样本中有 {inside} 个的间隔不超过 1，只有它们支撑着这条线。间隔为 0.5、-2、3 时，合页损失为 {Of(0.5):g6}、{Of(-2):g6}、{Of(3):g6}。").Reason;
    }

    private static double[] Line(Table table, double l2) => LessonLine.Fit(table, LessonLoss.Of("hinge"), new FitOptions { L2 = l2 });
}
