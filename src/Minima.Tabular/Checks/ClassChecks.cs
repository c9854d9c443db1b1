namespace Minima.Tabular;

/// <summary>Checks of classes: order, rare ones, contradictions, labels that contradict a fit to other rows.</summary>
internal static class ClassChecks
{
    private static readonly Localized OrderName = new("ordered labels", "有序标签");
    private static readonly Localized ImbalanceName = new("imbalance", "类别不平衡");
    private static readonly Localized ConflictsName = new("contradictions", "矛盾的重复行");
    private static readonly Localized LabelsName = new("label noise", "标签噪声");

    private const int Permutations = 400;
    private const int MostClassesFitted = 10;

    /// <summary>Twice the log-likelihood ratio exceeds this in one of a thousand clean data sets.</summary>
    private const double Ratio = 10;

    /// <summary>
    /// Checks if the features predict the order of whole-number labels: compares a linear fit to them with fits to the same labels in other
    /// orders. Names of classes have no order that fits better than another.
    /// </summary>
    public static TableCheck Order(AdviceContext context)
    {
        var target = context.Target;
        if (!target.MayBeOrdered)
        {
            return NumberChecks.Skipped(Thresholds.Order, OrderName, new("the labels are not the whole numbers 1 to K, or 0 to K - 1, with K from 3 to 10.", "标签不是 1 到 K（或 0 到 K-1，K 为 3 到 10）的整数。"));
        }

        if (context.NoResiduals is { } reason)
        {
            return NumberChecks.Skipped(Thresholds.Order, OrderName, reason);
        }

        var classes = target.Classes.Count;
        var fits = Enumerable.Range(0, classes).Select(c => QuickFit.Held(context.Design, [.. target.Codes.Select(k => k == c ? 1.0 : 0)])).ToArray();
        double Explained(int[] places)
        {
            var fitted = new double[target.Codes.Length];
            for (var i = 0; i < fitted.Length; i++)
            {
                for (var c = 0; c < classes; c++)
                {
                    fitted[i] += fits[c][i] * places[c];
                }
            }

            var correlation = OrderStatistics.Correlation(fitted, [.. target.Codes.Select(k => (double)places[k])]);
            return correlation > 0 ? correlation * correlation : 0;
        }

        int[] own = [.. Enumerable.Range(0, classes)];
        var explained = Explained(own);
        var random = new RandomState(77);
        var (better, tried) = (0, 0);
        var places = (int[])own.Clone();
        while (tried < Permutations)
        {
            random.Shuffle(places);
            if (places.SequenceEqual(own) || places.Reverse().SequenceEqual(own))
            {
                continue;
            }

            tried++;
            better += Explained(places) >= explained ? 1 : 0;
        }

        var share = (double)better / tried;
        var threshold = context.Thresholds[Thresholds.Order];

        // Three or four labels have so few orders that theirs is often the best by chance.
        var status = explained < 0.02 || share > threshold ? TableCheckStatus.Nothing : classes >= 5 ? TableCheckStatus.Likely : TableCheckStatus.Possible;
        return new TableCheck
        {
            Name = Thresholds.Order,
            Title = OrderName,
            Status = status,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.OrderedClasses,
            Sentence = new(
                $"labels are {target.Classes[0]} to {target.Classes[^1]}; {AdviceContext.Percent(share)} of other orders fit as well (threshold {AdviceContext.Percent(threshold)}; this one explains {AdviceContext.Percent(explained)}).",
                $"标签为 {target.Classes[0]} 到 {target.Classes[^1]}；其他排列中有 {AdviceContext.Percent(share)} 拟合得同样好（阈值 {AdviceContext.Percent(threshold)}；当前顺序解释了 {AdviceContext.Percent(explained)}）。"),
        };
    }

    public static TableCheck Imbalance(AdviceContext context)
    {
        var target = context.Target;
        var counts = new int[target.Classes.Count];
        foreach (var code in target.Codes)
        {
            counts[code]++;
        }

        var n = (double)target.Codes.Length;
        var rarest = Array.IndexOf(counts, counts.Min());
        var threshold = context.Thresholds[Thresholds.Imbalance] * 2 / counts.Length;
        var share = counts[rarest] / n;
        var entropy = -counts.Where(c => c > 0).Sum(c => c / n * Math.Log(c / n)) / Math.Log(counts.Length);
        return new TableCheck
        {
            Name = Thresholds.Imbalance,
            Title = ImbalanceName,
            Status = share >= threshold ? TableCheckStatus.Nothing : share < threshold / 2 ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.Imbalance,
            Sentence = new(
                $"the rarest class, {DataException.Quote(target.Classes[rarest])}, has {AdviceContext.Percent(share)} of the rows (threshold {AdviceContext.Percent(threshold)}; 1 - entropy/log K = {Short(1 - entropy)}).{(share < threshold ? " Weighted and focal losses shift probabilities: recalibrate them." : "")}",
                $"最稀有的类别{Localized.Quote(target.Classes[rarest]).Chinese}占 {AdviceContext.Percent(share)}（阈值 {AdviceContext.Percent(threshold)}；1 - 熵/log K = {Short(1 - entropy)}）。{(share < threshold ? "加权损失和 focal 损失会使概率偏移，需要重新校准。" : "")}"),
            Rows = share < threshold ? [.. Enumerable.Range(0, target.Codes.Length).Where(i => target.Codes[i] == rarest).Take(3).Select(i => Row(context, i, new Localized("", "")))] : [],
        };
    }

    /// <summary>Rows with equal features, cell by cell, but different classes.</summary>
    public static TableCheck Conflicts(AdviceContext context)
    {
        var data = context.Data;
        if (data.Features.Count == 0)
        {
            return NumberChecks.Skipped(Thresholds.Conflicts, ConflictsName, new("there is no other column to compare rows by.", "没有其他列可用来比较各行。"));
        }

        var groups = Enumerable.Range(0, data.Rows)
            .GroupBy(i => string.Join('\u001f', data.Features.Select(f => f.Cells[i])), StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .ToArray();
        var conflicts = groups.Where(g => g.Select(i => context.Target.Codes[i]).Distinct().Count() > 1).ToArray();
        var share = conflicts.Sum(g => g.Count()) / (double)data.Rows;
        var repeated = groups.Sum(g => g.Count()) / (double)data.Rows;
        var threshold = context.Thresholds[Thresholds.Conflicts];

        // If few features have few values, equal rows are common, and so are different classes among them.
        var status = share <= threshold || conflicts.Length < 3 ? TableCheckStatus.Nothing : repeated > 0.3 ? TableCheckStatus.Possible : TableCheckStatus.Likely;
        return new TableCheck
        {
            Name = Thresholds.Conflicts,
            Title = ConflictsName,
            Status = status,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.LabelNoise,
            Sentence = new(
                $"{AdviceContext.Percent(share)} of the rows have a twin with equal features and another class (threshold {AdviceContext.Percent(threshold)}; {AdviceContext.Percent(repeated)} have a twin at all).",
                $"{AdviceContext.Percent(share)} 的行有特征完全相同而类别不同的孪生行（阈值 {AdviceContext.Percent(threshold)}；有孪生行的共 {AdviceContext.Percent(repeated)}）。"),
            Rows = status == TableCheckStatus.Nothing ? [] : [.. conflicts.Take(2).SelectMany(g => g.DistinctBy(i => context.Target.Codes[i]).Take(2)).Select(i => Row(context, i, new Localized("", "")))],
        };
    }

    /// <summary>Labels that, given a fit to the other rows, are best explained by some of them being wrong, wherever they are.</summary>
    public static TableCheck Labels(AdviceContext context)
    {
        var target = context.Target;
        if (context.NoResiduals is { } reason)
        {
            return NumberChecks.Skipped(Thresholds.Labels, LabelsName, reason);
        }

        if (target.Classes.Count > MostClassesFitted)
        {
            return NumberChecks.Skipped(Thresholds.Labels, LabelsName, new($"{target.Classes.Count} classes are more than a quick fit takes ({MostClassesFitted}).", $"{target.Classes.Count} 个类别超过了快速拟合的上限（{MostClassesFitted}）。"));
        }

        var scores = context.Probabilities.Select(c => Array.ConvertAll(c, p => Math.Log(Math.Clamp(p, 1e-9, 1 - 1e-9) / Math.Clamp(1 - p, 1e-9, 1)))).ToArray();
        var (share, ratio, side) = (0.0, 0.0, 0);
        for (var c = 0; c < scores.Length; c++)
        {
            var of = scores.Length == 1 ? 1 : c;
            var fit = NoisyLogit.Fit(scores[c], [.. target.Codes.Select(k => k == of)], target.Classes.Count);
            share += fit.Share / scores.Length;
            ratio += fit.Ratio / scores.Length;
            side = fit.Side;
        }

        var threshold = context.Thresholds[Thresholds.Labels];
        var found = share > threshold && ratio > Ratio;
        var doubted = !found ? [] : Enumerable.Range(0, target.Codes.Length)
            .Select(i => (Row: i, Best: Best(context.Probabilities, i)))
            .Where(d => d.Best.Class != target.Codes[d.Row])
            .OrderByDescending(d => d.Best.Probability)
            .Take(3)
            .ToArray();
        return new TableCheck
        {
            Name = Thresholds.Labels,
            Title = LabelsName,
            Status = !found ? TableCheckStatus.Nothing : share > 1.5 * threshold && ratio > 2 * Ratio ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.LabelNoise,
            Sentence = side != 0 ? OneSided(target, side, share, threshold, ratio) : new(
                $"a fit to other rows explains the labels best with {AdviceContext.Percent(share)} of them wrong (threshold {AdviceContext.Percent(threshold)}; log-likelihood ratio {Short(ratio)}, threshold {Short(Ratio)}).",
                $"用其他行拟合时，假定 {AdviceContext.Percent(share)} 的标签有误最能解释数据（阈值 {AdviceContext.Percent(threshold)}；对数似然比 {Short(ratio)}，阈值 {Short(Ratio)}）。"),
            Rows = [.. doubted.Select(d => Row(context, d.Row, Fitted(context, d.Best)))],
        };
    }

    private static Localized OneSided(AdviceTarget target, int side, double share, double threshold, double ratio)
    {
        var (own, written) = side > 0 ? (target.Classes[1], target.Classes[0]) : (target.Classes[0], target.Classes[1]);
        return new(
            $"a fit to other rows explains the labels best with {AdviceContext.Percent(share)} of class {DataException.Quote(own)} labelled {DataException.Quote(written)}, and none the other way (threshold {AdviceContext.Percent(threshold)}; log-likelihood ratio {Short(ratio)}, threshold {Short(Ratio)}).",
            $"用其他行拟合时，假定类别{Localized.Quote(own).Chinese}中有 {AdviceContext.Percent(share)} 被误标为{Localized.Quote(written).Chinese}、而反向没有误标，最能解释数据（阈值 {AdviceContext.Percent(threshold)}；对数似然比 {Short(ratio)}，阈值 {Short(Ratio)}）。");
    }

    private static Localized Fitted(AdviceContext context, (int Class, double Probability) best)
    {
        var (name, percent) = (context.Target.Classes[best.Class], AdviceContext.Percent(Math.Min(0.999, best.Probability)));
        return new($", fitted {name} with {percent}", $"，拟合为 {name}，概率 {percent}");
    }

    private static (int Class, double Probability) Best(double[][] probabilities, int row)
    {
        if (probabilities.Length == 1)
        {
            var upper = probabilities[0][row];
            return upper >= 0.5 ? (1, upper) : (0, 1 - upper);
        }

        var (best, sum) = (0, 0.0);
        for (var c = 0; c < probabilities.Length; c++)
        {
            sum += probabilities[c][row];
            best = probabilities[c][row] > probabilities[best][row] ? c : best;
        }

        return (best, probabilities[best][row] / Math.Max(sum, 1e-12));
    }

    private static ExampleRow Row(AdviceContext context, int row, Localized more)
    {
        var cell = $"{context.Data.Target.Name} = {context.Data.Target.Show(row)}";
        return new(context.Data.Lines[row], new Localized(cell + more.English, cell + more.Chinese));
    }

    private static string Short(double x) => AdviceContext.Short(x);
}
