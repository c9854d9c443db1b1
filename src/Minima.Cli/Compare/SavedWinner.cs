using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The winner of a comparison, fitted again on all rows, as the model that <c>minima predict</c> reads.</summary>
internal static class SavedWinner
{
    /// <summary>The reason why nothing is saved: no model beats the best constant by more than chance. Null if there is a model to save.</summary>
    public static Localized? Refusal(ComparisonResult result, string path)
    {
        if (result.Best is not null) return null;
        var constant = result.Verdict.Constant?.Constant ?? new Localized("a constant", "常数预测");
        return new(
            $"Nothing is saved in {path}: no model was shown to beat {constant.English} beyond luck. Give more rows or more informative columns; minima fit keeps a model without asking that.",
            $"没有写入 {path}：没有模型明显优于{constant.Chinese}。请提供更多的行或更有用的列；minima fit 不作此要求即可保存模型。");
    }

    /// <summary>Fits the winner, or the default if none beats it, and writes the model.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="table">The table that was read; null if the data stay in <paramref name="source"/>.</param>
    /// <param name="source">The data source that is read on demand; null if the table was read.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Facts about the columns.</param>
    /// <param name="cancellation">Checked between fits.</param>
    /// <returns>A sentence that reports it.</returns>
    public static Localized Save(ComparisonResult result, Table? table, IDataSource? source, string path, TableOptions options, CancellationToken cancellation)
    {
        if (result.Best!.IsOfTrees)
        {
            var trees = result.Best.RefitTrees(table!, cancellation);
            trees.Save(path);
            return Saved($"{trees.Loss} [trees]", trees.Rows);
        }

        var model = source is null ? result.Best.Refit(table!, cancellation) : source.Refit(result.Best, options, cancellation);
        model.Save(path);
        return Saved(model.Loss, model.Rows);

        Localized Saved(string loss, int rows) => new(
            $"Saved {loss}{(result.Verdict.IsClear ? "" : ", the default")}, fitted on {rows} rows, in {path}; minima predict {path} DATA.csv uses it.",
            $"已将{(result.Verdict.IsClear ? "" : "默认的")} {loss} 在 {rows} 行上拟合并存入 {path}；用 minima predict {path} DATA.csv 预测。");
    }
}
