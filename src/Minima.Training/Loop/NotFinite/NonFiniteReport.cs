using System.Globalization;
using System.Text;

namespace Minima.Training;

/// <summary>The source of the first number that is not finite.</summary>
/// <param name="Entry">The diagnosis: one of <see cref="Diagnoses"/> with a code that begins with <c>nan</c>.</param>
/// <param name="Operation">The operation whose result, or gradient, was the first; null if it was in the data or the parameters.</param>
/// <param name="InGradient">True for the backward pass.</param>
public sealed record NonFiniteReport(DiagnosisEntry Entry, string? Operation, bool InGradient)
{
    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>The optimizer step, counted from 1.</summary>
    public long Step { get; init; }

    /// <summary>The loss of the step.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The layer, or null outside layers.</summary>
    public string? Layer { get; init; }

    /// <summary>The parameter or input that was not finite, if any.</summary>
    public string? Tensor { get; init; }

    /// <summary>The shape of the result.</summary>
    public Shape Shape { get; init; }

    /// <summary>The smallest and the largest finite number among the operation's inputs.</summary>
    public (double Low, double High)? InputRange { get; init; }

    /// <summary>The number of results that were not finite, and the first of them.</summary>
    public (int Count, double First) NonFinite { get; init; }

    /// <summary>The numbers of the batch's rows, if known: those whose own results were not finite, if that can be determined; otherwise all.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [];

    /// <summary>The unit of the numbers of <see cref="Rows"/>.</summary>
    public string RowWord { get; init; } = "row";

    /// <summary>The source of the rows.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>The path of the replay file, or null.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>The text of <see cref="ToString"/> in Chinese.</summary>
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

    /// <summary>Several lines: location, values, cause, remedy.</summary>
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

/// <summary>Thrown when a loss or gradient that is not finite stops a training.</summary>
public sealed class NonFiniteException : TrainingException
{
    /// <summary>Creates an exception without a report.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteException(NonFiniteReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>The report, or null.</summary>
    public NonFiniteReport? Report { get; }
}
