namespace Minima.Tensors.Losses;

/// <summary>Minus the log-probability of a sequence of labels, summed over every alignment with the times: no alignment need be known.</summary>
/// <remarks>
/// <para>Formula: -log sum over alignments a of prod_t p_t(a_t), p = softmax of the logits, where an alignment becomes the labels once repeats are joined and
/// blanks removed.</para>
/// <para>Domain: logits real, -inf for impossible classes; labels 0 to K - 1 and not the blank. Range: [0, inf]. A sequence with fewer times than labels and
/// repeats has no alignment: +inf with gradient 0, or 0 with <c>zero_infinity</c>.</para>
/// <para>Shapes: logits [T, K] and labels [L], one number; or a batch, [B, T, K] and [B, L], a term for each sequence. Sequences of their own lengths:
/// <c>prediction_length</c> and <c>target_length</c> [B]; what lies behind them does not count. Only the prediction is differentiated.</para>
/// <para>Convention: logits, not log-probabilities (which give the same). PyTorch's mean divides each term by the length of its labels first.</para>
/// <para>Numerics: a dynamic programme in logarithms, in double; states that cannot be reached are left out and not given a large negative number.</para>
/// <para>Source: Graves, Fernandez, Gomez and Schmidhuber 2006, ICML, 369-376.</para>
/// </remarks>
/// <param name="Blank">Class that stands for "no label".</param>
/// <param name="ZeroInfinity">Counts a sequence without an alignment as 0 in place of infinity.</param>
[Loss("ctc", "CTC", "连接时序分类（CTC）",
    Family = LossFamily.Sequence,
    Formula = "-log sum_{a aligned with y} prod_t p_t(a_t);  p = softmax(x);  and blank, zero_infinity",
    ChineseFormula = "-log sum_{a aligned with y} prod_t p_t(a_t);  p = softmax(x)；另有参数 blank、zero_infinity",
    Latex = @"-\log \sum_{a \in A(y)} \prod_{t} p_{t}\left(a_{t}\right), \quad A(y) = \left\{a : \left(a_{t} : a_{t} \ne a_{t-1}, a_{t} \ne \mathrm{blank}\right)_{t} = y\right\}, \quad p_{t} = \operatorname{softmax}\left(x_{t}\right)",
    Aliases = ["CTCLoss", "ctc_loss", "ctc_loss_with_forward_probs", "connectionist_temporal_classification"],
    SearchWords = ["speech recognition", "语音识别", "alignment without labels"])]
[English("The probability of the labels, over all ways to align them with the times.",
    Use = "the labels of a recording or a line of writing are known, and not when each of them occurs.",
    Avoid = "a label depends on those before it (rnnt), or there are more labels than times.",
    Letters = "y: target; a: an alignment; t: a time step")]
[Chinese("标签序列的负对数概率，对标签与各时刻的所有对齐方式求和。",
    Use = "已知一段录音或一行文字的标签，却不知道各标签出现的时刻时。",
    Avoid = "标签依赖于它之前的标签时（用 rnnt），或标签数多于时间步数时。",
    Letters = "y：target；a：对齐；t：时间步")]
public readonly record struct ConnectionistTemporalClassification(
    [NonNegative, Chinese("表示“无标签”的类别。")] int Blank,
    [Chinese("无法对齐的序列计为 0，而非无穷大。")] bool ZeroInfinity) : ITensorLoss
{
    private const string Key = "ctc";

    public ConnectionistTemporalClassification()
        : this(0, false)
    {
    }

    /// <summary>One term for each sequence.</summary>
    public LossTerms Of(Tensor prediction, [Labels] Tensor target, [Labels, CanBeNone] Tensor predictionLength, [Labels, CanBeNone] Tensor targetLength)
    {
        var logits = SequenceBatch.Of(Key, "prediction", prediction, 2);
        var labels = SequenceBatch.Of(Key, "target", target, 1);
        var (sequences, times, classes) = (logits.Shape[0], logits.Shape[1], logits.Shape[2]);
        if (labels.Shape[0] != sequences) throw new LossException(LossError.Shape, $"{Key}: target has the shape {target.Shape}, prediction {prediction.Shape}; both must have the same number of sequences.");
        var room = labels.Shape[1];
        var lengths = SequenceBatch.Lengths(Key, "target_length", targetLength, sequences, room);
        var durations = SequenceBatch.Lengths(Key, "prediction_length", predictionLength, sequences, times);
        SequenceBatch.CheckLabels(Key, labels.Read<int>(), lengths, room, classes, Blank);
        if (times == 0 || sequences == 0) return SequenceBatch.Terms(Empty(lengths, logits), prediction.Rank == 3);

        var sums = new AlignmentOperation(Blank, labels.Contiguous().Read<int>().ToArray(), lengths, durations).Apply(logits);
        return SequenceBatch.Terms(WithoutAlignment(sums, durations, lengths), prediction.Rank == 3);
    }

    /// <summary>If there is no alignment the value is infinite, or 0, and the derivative 0; a sequence without times has only the empty alignment.</summary>
    private Tensor WithoutAlignment(Tensor values, int[] durations, int[] lengths)
    {
        var infinite = new double[durations.Length];
        var numbers = values.ToArray();
        for (var i = 0; i < infinite.Length; i++)
        {
            var none = durations[i] == 0 ? lengths[i] > 0 : double.IsPositiveInfinity(numbers[i]);
            infinite[i] = none ? 1 : durations[i] == 0 ? 2 : 0;
        }

        var impossible = ZeroInfinity ? 0 : double.PositiveInfinity;
        var constants = Tensor.Of(Array.ConvertAll(infinite, x => x == 1 ? impossible : 0), values.Shape).To(values.Type);
        return values.If(Tensor.Of(Array.ConvertAll(infinite, x => x == 0 ? 1.0 : 0), values.Shape).To(values.Type)) + constants;
    }

    private Tensor Empty(int[] lengths, Tensor logits) => WithoutAlignment(Tensor.Zeros([lengths.Length], logits.Type), new int[lengths.Length], lengths);
}
