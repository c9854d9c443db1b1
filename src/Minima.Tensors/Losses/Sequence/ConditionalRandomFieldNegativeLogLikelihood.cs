namespace Minima.Tensors.Losses;

/// <summary>Minus the log-probability of a sequence of tags under a linear chain: each tag is scored by its time and by the tag before it.</summary>
/// <remarks>
/// <para>Formula: log Z - score(y), score(y) = sum_t e_t(y_t) + sum_t A(y_t, y_(t+1)), Z the sum of e^score over all sequences of tags.</para>
/// <para>Domain: scores real; tags 0 to K - 1. Range: [0, inf).</para>
/// <para>Shapes: emissions [T, K], transitions [K, K] (from the row to the column), tags [T], one number; or a batch, [B, T, K] and [B, T], a term for each.
/// Emissions and transitions are differentiated.</para>
/// <para>Convention: no scores of beginning and end; add them to the first and the last emission (torchcrf has them).</para>
/// <para>Source: Lafferty, McCallum and Pereira 2001, ICML, 282-289.</para>
/// </remarks>
[Loss("crf_nll", "Linear-chain CRF negative log-likelihood", "线性链条件随机场负对数似然",
    Family = LossFamily.Sequence,
    Formula = "log Z - score(y);  score(y) = sum_t e_t(y_t) + sum_t A(y_t, y_(t+1))",
    Latex = @"\log \sum_{z} e^{s(z)} - s(y), \quad s(y) = \sum_{t=1}^{T} e_{t}\left(y_{t}\right) + \sum_{t=1}^{T-1} A\left(y_{t}, y_{t+1}\right), \quad e = \mathrm{emissions}, \quad A = \mathrm{transitions}",
    Aliases = ["torchcrf", "crf_log_likelihood", "linear_chain_crf"])]
[English("The probability of a whole sequence of tags, in which neighbours depend on each other.",
    Use = "tags follow rules (a name cannot continue where none began) and each word has one.",
    Avoid = "tags do not depend on each other given the input: cross_entropy on each is as good and faster. If inputs and tags are not aligned, take ctc.",
    Letters = "y: target; Z: the sum of the exponentials of the scores of all label sequences; z: a label sequence; t: a position; T: the length of the sequence")]
[Chinese("整条标签序列的负对数概率，其中相邻标签相互依赖。",
    Use = "标签遵循一定规则（名称没有开始就不能延续），且每个词都有标签时。",
    Avoid = "给定输入后标签互不依赖时：逐个使用 cross_entropy 同样好，而且更快；输入与标签没有对齐时用 ctc。",
    Letters = "y：target；Z：所有标签序列得分的指数之和；z：标签序列；t：位置；T：序列长度")]
public readonly record struct ConditionalRandomFieldNegativeLogLikelihood : ITensorLoss
{
    private const string Key = "crf_nll";

    /// <summary>One term for each sequence.</summary>
    public LossTerms Of(Tensor emissions, [Axes("K K")] Tensor transitions, [Labels] Tensor target)
    {
        var scores = SequenceBatch.Of(Key, "emissions", emissions, 2);
        var tags = SequenceBatch.Of(Key, "target", target, 1);
        var (sequences, times, count) = (scores.Shape[0], scores.Shape[1], scores.Shape[2]);
        if (transitions.Shape[0] != count || transitions.Shape[1] != count || tags.Shape != scores.Shape.Without(2))
            throw new LossException(LossError.Shape, $"{Key}: the shapes of emissions {emissions.Shape}, transitions {transitions.Shape} and target {target.Shape} do not match; they must be [T, K], [K, K] and [T].");
        if (times == 0 || count == 0) throw new LossException(LossError.Shape, $"{Key}: the emissions have the shape {emissions.Shape}; they need at least one time step and one tag.");
        var labels = tags.Read<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)count) throw new LossException(LossError.Label, $"{Key}: 'target' at index {i} is {labels[i]}; a tag must be a whole number from 0 to {count - 1}.");
        }

        var steps = new int[sequences * (times - 1)];
        for (var i = 0; i < steps.Length; i++)
        {
            var at = (i / (times - 1) * times) + (i % (times - 1));
            steps[i] = (labels[at] * count) + labels[at + 1];
        }

        var moves = transitions.Reshape([1, count * count]).BroadcastTo([sequences, count * count]);
        var score = scores.Pick(tags).Sum(^1) + moves.TakeAlong(Tensor.Of(steps, [sequences, times - 1])).Sum(^1);
        var weights = Tensor.Concatenate(1, scores.Reshape([sequences, times * count]), moves.Contiguous());
        var total = ProgrammeOperation<ChainProgramme>.Apply(new ChainProgramme(times, count), weights, Tensor.Zeros([sequences, 0], scores.Type));
        return SequenceBatch.Terms(total - score, emissions.Rank == 3);
    }
}
