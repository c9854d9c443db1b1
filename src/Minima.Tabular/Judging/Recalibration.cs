using System.Globalization;

namespace Minima.Tabular;

/// <summary>
/// Probabilities of a loss whose weights or parameters move its scores away from the logit. "Before" reads them by the plain sigmoid. "After" reads them by the link that is derived from the
/// loss at its parameters, which undoes the effect of the weights.
/// </summary>
/// <param name="LogLossBefore">The log-loss on held-out rows by the plain sigmoid.</param>
/// <param name="LogLossAfter">The same by the derived link, which all metrics use.</param>
/// <param name="MeanBefore">The mean probability by the plain sigmoid.</param>
/// <param name="MeanAfter">The same by the derived link.</param>
/// <param name="Rate">The proportion of rows of the class.</param>
public sealed record Recalibration(double LogLossBefore, double LogLossAfter, double MeanBefore, double MeanAfter, double Rate)
{
    /// <summary>The figures as a sentence.</summary>
    /// <param name="loss">The name of the loss.</param>
    /// <param name="positive">The class that probabilities are of.</param>
    public Localized Sentence(string loss, string positive)
    {
        var (english, chinese) = Localized.Quote(positive);
        return new(
            $"{loss} does not read its scores by the plain sigmoid; its probabilities are recalibrated by its own link. Mean probability {Figure(MeanBefore)} before, {Figure(MeanAfter)} after (share of {english}: {Figure(Rate)}); log-loss {Figure(LogLossBefore)} before, {Figure(LogLossAfter)} after.",
            $"{loss} 的得分不能直接用 sigmoid 读成概率，已按它自身的连接函数重新校准：平均概率由 {Figure(MeanBefore)} 变为 {Figure(MeanAfter)}（{chinese}实际占 {Figure(Rate)}），对数损失由 {Figure(LogLossBefore)} 变为 {Figure(LogLossAfter)}。");
    }

    /// <summary>The sums of one fold; null if the plain sigmoid is the link.</summary>
    internal static PlainSums? Of(Candidate candidate, Predictions predictions)
    {
        if (candidate.Entry.Link is not (PredictionLink.Logit or PredictionLink.Other) || candidate.Entry.Row is not null || candidate.Link.Name == PredictionLink.Logit) return null;
        if (predictions.Probability is not { } probability || !Array.TrueForAll(predictions.Score, double.IsFinite)) return null;
        var plain = Predictions.OfScores(predictions.Target, predictions.Score, Array.ConvertAll(predictions.Score, score => InverseLink.Probability(PredictionLink.Logit, score)));
        return new(predictions.Target.Length, predictions.Target.Sum(), BinaryMetrics.LogLoss(plain)!.Sum(), BinaryMetrics.LogLoss(predictions)!.Sum(), plain.Probability!.Sum(), probability.Sum());
    }

    /// <summary>The figures of all folds; null without any.</summary>
    internal static Recalibration? Of(IReadOnlyList<PlainSums?> folds)
    {
        if (folds.Count == 0 || folds.Any(fold => fold is null)) return null;
        var rows = folds.Sum(fold => fold!.Rows);
        return new(folds.Sum(fold => fold!.LogLossBefore) / rows, folds.Sum(fold => fold!.LogLossAfter) / rows, folds.Sum(fold => fold!.Before) / rows, folds.Sum(fold => fold!.After) / rows, folds.Sum(fold => fold!.Ones) / rows);
    }

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>Sums over the rows of a fold.</summary>
    internal sealed record PlainSums(double Rows, double Ones, double LogLossBefore, double LogLossAfter, double Before, double After);
}
