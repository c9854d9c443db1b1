namespace Minima.Tabular;

/// <summary>The verdict on the default after requests, findings and trial, and the sentence that gives its reason. The two never contradict each other or the figures next to them.</summary>
/// <param name="Control">The default.</param>
/// <param name="Causes">The requests and findings.</param>
/// <param name="Tried">Every candidate, with the result of its trial.</param>
/// <param name="Sure">Those that come before the default.</param>
/// <param name="Further">Those that come behind it.</param>
/// <param name="HasUnmet">A request or finding favours losses of which none is available.</param>
/// <param name="IsTried">There was a trial.</param>
internal sealed record Standing(
    LossEntry Control,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<AdvisedLoss> Tried,
    IReadOnlyList<AdvisedLoss> Sure,
    IReadOnlyList<AdvisedLoss> Further,
    bool HasUnmet,
    bool IsTried)
{
    /// <summary>Every request is met, and no candidate does better.</summary>
    public bool DefaultIsFine => Sure.Count == 0 && !HasUnmet && Ahead is null && Refused.Length == 0
        && Further.All(loss => loss.IsControl || loss.Tried is { Gain: < -TriedLoss.Worth });

    /// <summary>The reason for the place of the default.</summary>
    public Localized Reason
    {
        get
        {
            if (Causes.FirstOrDefault(cause => cause.IsWish && Control.Suits.HasFlag(cause.Purpose)) is { } asked) return asked.Reason;
            if (Sure.Count > 0) return new("the default of the task: what the others have to beat.", "该任务的默认损失：其他损失要与之比较。");
            if (Refused is { Length: > 0 } refused)
            {
                var names = string.Join(", ", refused.Select(loss => loss.Entry.Key));
                return new(
                    $"what you asked for speaks for other losses ({names}), and in a quick comparison on these targets, as they are, they did no better than this one.",
                    $"你的需求支持其他损失（{names}），但在以现有目标值进行的快速比较中，它们并不优于该损失。");
            }

            if (Ahead is { } ahead)
            {
                return new(
                    $"a fair start: {ahead.Entry.Key} does better in the quick comparison, by no more than luck. Compare the two on all rows.",
                    $"可以由此开始：{ahead.Entry.Key} 在快速比较中更好，但差距不显著。请在全部数据上比较二者。");
            }

            if (!DefaultIsFine) return new("a fair start: what speaks for another is only possible.", "可以由此开始：支持其他损失的迹象只是“可能”。");
            return Causes.Count == 0
                ? new("nothing that was asked or found speaks against the default.", "没有任何需求或发现与默认损失相悖。")
                : IsTried
                    ? new("what was found speaks for losses that estimate something else, or that did no better in a quick comparison.", "所发现的迹象所支持的损失，要么估计的不是所需的量，要么在快速比较中并不更好。")
                    : new("what was found speaks for losses that estimate something else.", "所发现的迹象所支持的损失，估计的不是所需的量。");
        }
    }

    /// <summary>The best candidate behind the default whose gain over it is large enough to be worth another loss. The gain is within chance, or the candidate would be ahead of the default.</summary>
    private AdvisedLoss? Ahead => Further.Where(loss => loss.Tried is { Gain: > TriedLoss.Worth }).MaxBy(loss => loss.Tried!.Gain);

    /// <summary>Losses that a request favours and the trial refuted, if none is left that serves it.</summary>
    private AdvisedLoss[] Refused => Sure.Any(loss => loss.IsWish) || Further.Any(loss => loss.IsWish) ? [] : [.. Tried.Where(loss => loss is { IsWish: true, Tried.IsRefuted: true })];
}
