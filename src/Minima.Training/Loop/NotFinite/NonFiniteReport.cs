using System.Globalization;
using System.Text;

namespace Minima.Training;

/// <summary>Where the first number that is not finite came from.</summary>
/// <param name="Entry">What is wrong; one of those of <see cref="Diagnoses"/> whose codes begin with <c>nan</c>.</param>
/// <param name="Operation">The operation whose result, or gradient, was the first; null where the data or the parameters were.</param>
/// <param name="InGradient">It was on the way back.</param>
public sealed record NonFiniteReport(DiagnosisEntry Entry, string? Operation, bool InGradient)
{
    /// <summary>Counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>Counted from 1.</summary>
    public long Step { get; init; }

    /// <summary>The loss of the step.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The layer, or null outside layers.</summary>
    public string? Layer { get; init; }

    /// <summary>The parameter or input that was not finite, where one was.</summary>
    public string? Tensor { get; init; }

    /// <summary>The shape of the result.</summary>
    public Shape Shape { get; init; }

    /// <summary>The finite numbers that went into the operation: smallest and largest.</summary>
    public (double Low, double High)? InputRange { get; init; }

    /// <summary>How many results were not finite, and what the first of them was.</summary>
    public (int Count, double First) NonFinite { get; init; }

    /// <summary>The rows of the data in the batch, as far as they are known: those whose own results were not finite where that can be told.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [];

    /// <summary>What the numbers of <see cref="Rows"/> count.</summary>
    public string RowWord { get; init; } = "row";

    /// <summary>Where the rows come from.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>Where the step was written down, or null.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>The same lines in Chinese.</summary>
    public string InChinese()
    {
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"训练停在第 {Step} 步（第 {Epoch} 轮）：{(InGradient ? "某个梯度" : "损失")}非有限（损失 {Loss:g6}）。");
        if (Operation is not null) text.Append(invariant, $"\n  位置  {Operation}{(InGradient ? " 的梯度" : string.Empty)}{(Layer is null ? string.Empty : $"（层 {Layer}）")}，形状 {Shape}：{Shape.Count} 个数中有 {NonFinite.Count} 个，第一个为 {NonFinite.First}");
        if (Tensor is not null) text.Append(invariant, $"\n  位置  {Tensor}：{Shape.Count} 个数中有 {NonFinite.Count} 个，第一个为 {NonFinite.First}");
        if (InputRange is { } range) text.Append(invariant, $"\n  输入  从 {range.Low:g6} 到 {range.High:g6}");
        if (Rows.Count > 0) text.Append(invariant, $"\n  行    {string.Join("、", Rows.Take(8).Select(row => row.ToString(invariant)))}{(Rows.Count > 8 ? $" 等共 {Rows.Count} 行" : string.Empty)}（{Source}）");
        text.Append(invariant, $"\n  原因  {Entry.Chinese.Cause}\n  对策  {Entry.Chinese.Remedy}\n  文档  {Entry.ChinesePage}");
        if (ReplayPath is not null) text.Append(invariant, $"\n  重放  minima doctor replay {ReplayPath}");
        return text.ToString();
    }

    /// <summary>Several lines: where, what, why, what to do.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"Training stopped at step {Step} (epoch {Epoch}): {(InGradient ? "a gradient" : "the loss")} is not finite (loss {Loss:g6}).");
        if (Operation is not null) text.Append(invariant, $"\n  where    {(InGradient ? "the gradient of " : string.Empty)}{Operation}{(Layer is null ? string.Empty : $" in layer {Layer}")}, shape {Shape}: {NonFinite.Count} of {Shape.Count} numbers, the first {NonFinite.First}");
        if (Tensor is not null) text.Append(invariant, $"\n  where    {Tensor}: {NonFinite.Count} of {Shape.Count} numbers, the first {NonFinite.First}");
        if (InputRange is { } range) text.Append(invariant, $"\n  input    from {range.Low:g6} to {range.High:g6}");
        if (Rows.Count > 0) text.Append(invariant, $"\n  rows     {RowWord}{(Rows.Count == 1 ? string.Empty : "s")} {string.Join(", ", Rows.Take(8).Select(row => row.ToString(invariant)))}{(Rows.Count > 8 ? $" and {Rows.Count - 8} more" : string.Empty)} of {Source}");
        text.Append(invariant, $"\n  cause    {Entry.English.Cause}\n  remedy   {Entry.English.Remedy}\n  page     {Entry.Page}");
        if (ReplayPath is not null) text.Append(invariant, $"\n  replay   minima doctor replay {ReplayPath}");
        return text.ToString();
    }
}

/// <summary>A loss or gradient that is not finite stopped a training.</summary>
public sealed class NonFiniteException : TrainingException
{
    /// <summary>Without a report.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>With a message of its own.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of its own and a cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteException(NonFiniteReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>Where it came from.</summary>
    public NonFiniteReport? Report { get; }
}
