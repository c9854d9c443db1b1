namespace Minima.Tensors.Losses;

/// <summary>Minus the log-probability of a sequence of labels under a transducer, summed over every path: each label is scored together with those before it.</summary>
/// <remarks>
/// <para>Formula: -alpha(T - 1, U) - log p_blank(T - 1, U), with alpha(0, 0) = 0 and alpha(t, u) = log(e^(alpha(t - 1, u) + log p_blank(t - 1, u)) +
/// e^(alpha(t, u - 1) + log p_y_u(t, u - 1))), p = softmax of the joint logits, y_u the label behind u labels.</para>
/// <para>Domain: logits real; labels 0 to K - 1 and not the blank. Range: [0, inf].</para>
/// <para>Shapes: joint logits [T, U + 1, K] and labels [U], one number; or a batch, [B, T, U + 1, K] and [B, U], a term for each. Only the prediction is
/// differentiated.</para>
/// <para>Convention: the blank is class 0; torchaudio's is the last (-1).</para>
/// <para>Source: Graves 2012, arXiv:1211.3711.</para>
/// </remarks>
/// <param name="Blank">Class that stands for "on to the next time".</param>
[Loss("rnnt", "RNN-T (transducer)", "RNN-T（转导器）损失",
    Family = LossFamily.Sequence,
    Formula = "-alpha(T-1,U) - log p_blank(T-1,U);  alpha(0,0) = 0, alpha(t,u) = LSE(alpha(t-1,u) + log p_blank(t-1,u), alpha(t,u-1) + log p_y_u(t,u-1));  p = softmax(x), p_blank that of the class blank, y_u the label after u of them",
    ChineseFormula = "-alpha(T-1,U) - log p_blank(T-1,U);  alpha(0,0) = 0, alpha(t,u) = LSE(alpha(t-1,u) + log p_blank(t-1,u), alpha(t,u-1) + log p_y_u(t,u-1));  p = softmax(x)；p_blank 为类别 blank 的概率，y_u 为已输出 u 个标签后的下一个标签",
    Latex = @"\begin{aligned} & -\alpha(T - 1, U) - \log p_{\mathrm{blank}}(T - 1, U), \quad p(t, u) = \operatorname{softmax}(x_{tu}) \\ & \alpha(t, u) = \log\left(e^{\alpha(t - 1, u)} p_{\mathrm{blank}}(t - 1, u) + e^{\alpha(t, u - 1)} p_{y_{u}}(t, u - 1)\right), \quad \alpha(0, 0) = 0 \end{aligned}",
    Aliases = ["rnnt_loss", "RNNTLoss", "transducer_loss"])]
[English("The probability of the labels over all paths of a transducer.",
    Use = "speech is written down while it is spoken, and a label depends on those before it.",
    Avoid = "labels are independent given the sound, or memory is short: the logits have an axis more than those of ctc.",
    Letters = "y: target; p: the vector of predicted probabilities; t, u: the time step and the number of labels so far; T, U: the numbers of time steps and of labels")]
[Chinese("标签序列的负对数概率，对转导器的所有路径求和。",
    Use = "做边听边写的语音识别，且标签依赖于它之前的标签时。",
    Avoid = "给定声音后各标签相互独立时，或内存紧张时：其 logit 比 ctc 多一个轴。",
    Letters = "y：target；p：预测概率；t、u：时间步与已输出的标签数；T、U：时间步数与标签数")]
public readonly record struct Transducer(
    [NonNegative, Chinese("表示“进入下一时刻”的类别。")] int Blank) : ITensorLoss
{
    private const string Key = "rnnt";

    public Transducer()
        : this(0)
    {
    }

    /// <summary>One term for each sequence.</summary>
    public LossTerms Of(Tensor prediction, [Labels] Tensor target)
    {
        var logits = SequenceBatch.Of(Key, "prediction", prediction, 3);
        var labels = SequenceBatch.Of(Key, "target", target, 1);
        var (sequences, times, width, classes) = (logits.Shape[0], logits.Shape[1], logits.Shape[2], logits.Shape[3]);
        var count = labels.Shape[1];
        if (labels.Shape[0] != sequences || width != count + 1) throw new LossException(LossError.Shape, $"{Key}: prediction has the shape {prediction.Shape}, target {target.Shape}; the joint logits need an axis of length labels + 1, and the same number of sequences as the target.");
        if (times == 0) throw new LossException(LossError.Shape, $"{Key}: prediction has the shape {prediction.Shape}; it needs at least one time step.");
        SequenceBatch.CheckLabels(Key, labels.Read<int>(), SequenceBatch.Lengths(Key, "target", default, sequences, count), Math.Max(count, 1), classes, Blank);
        var places = new int[sequences * times * width * 2];
        for (var i = 0; i < sequences * times * width; i++)
        {
            var (b, u) = (i / (times * width), i % width);
            places[2 * i] = Blank;
            places[(2 * i) + 1] = u < count ? labels.Read<int>()[(b * count) + u] : Blank;
        }

        var steps = logits.LogSoftmax(^1).TakeAlong(Tensor.Of(places, [sequences, times, width, 2]));
        var sums = ProgrammeOperation<TransducerProgramme>.Apply(new TransducerProgramme(times, count), steps.Reshape([sequences, times * width * 2]), Tensor.Zeros([sequences, 0], logits.Type));
        return SequenceBatch.Terms(-sums, prediction.Rank == 4);
    }
}
