using Minima.Lab.Pictures;
using Minima.Training.SemiSupervised;

namespace Minima.Lab.FewLabels;

/// <summary>Fifty labels and thirteen hundred digits without: six methods; and small students of a larger teacher: five ways.</summary>
internal sealed class FewLabelsExperiment : Experiment
{
    private const double Threshold = 0.8;

    public override string Name => "few-labels";

    public override Words Title => new("Few labels, and a larger teacher", "少量标签，以及更大的教师");

    public override int Seeds => 3;

    public override Words Setting => new(
        "Above: five labels of each digit, the other training rows without; a network of 64-128-64-10, 1000 steps of AdamW at 0.005 with cosine decay, 32 labelled and 96 other images in a batch, judged with the average of the weights. Weak changes add noise; strong ones more of it, shift an image by up to a pixel and cover a square of 2 x 2; guesses count from 0.8. All methods change labelled images weakly, the baseline of labels alone too. Below: a student of 10 hidden units and a teacher of 256 and 128; AdamW at 0.005 for 50 epochs (of fifty rows for as many steps), images unchanged, five students of each of three splits. First the teacher has learned one half of the training rows, and the student is told five labels of each digit and may ask the teacher about the other half; then both are told all labels.",
        "上：每个数字五个标签，其余训练行没有标签；网络为 64-128-64-10，AdamW 学习率 0.005，余弦衰减，1000 步，每批 32 张有标签与 96 张其他图像，以权重的平均值评判。弱增强加噪声；强增强噪声更大，并平移至多一个像素、遮住 2 x 2 的方块；猜测的概率达到 0.8 才算数。所有方法都对有标签图像作弱增强，只用标签的基线亦然。下：10 个隐藏单元的学生，以及隐藏层为 256 与 128 的教师；AdamW 学习率 0.005，50 轮（只有五十行时步数相同），图像不作增强，三种划分各五个学生。先由教师学一半训练行，学生每个数字只知道五个标签，另一半行可以问教师；再把全部标签都告诉师生。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var digits = seeds.Select(seed => new LabelledDigits(seed)).ToArray();
        var methods = Methods(FewLabelTraining.Weak, FewLabelTraining.Strong);
        run.Parts = methods.Length + 1 + Classroom.Parts;
        var trained = new List<(Words Name, FewLabelTraining[] Trainings)>();
        foreach (var (name, method) in methods)
        {
            run.Begin(method.Name);
            trained.Add((name, [.. seeds.Select((seed, k) => FewLabelTraining.Run(digits[k], digits[k].Few, method, run.Of(1000, 3), seed))]));
        }

        run.Begin("all labels");
        var all = new Sample([.. seeds.Select((seed, k) => FewLabelTraining.Run(digits[k], [.. Enumerable.Range(0, digits[k].Labels.Length)], methods[0].Method, run.Of(1000, 3), seed).Accuracy)]);
        var classroom = Classroom.Of(run, digits);
        var compared = new FewLabelResults(trained, all);
        return new LabReport([compared.Table, classroom.Few, classroom.All], [.. compared.Findings(), .. classroom.Findings()], language => FewLabelsPicture.Draw(Title, compared, classroom, language));
    }

    private static (Words Name, SemiSupervisedMethod Method)[] Methods(ImageAugmentation weak, ImageAugmentation strong) =>
    [
        (new("labels only", "只用标签"), new SupervisedOnly(weak)),
        (new("entropy minimisation", "熵最小化"), new EntropyMinimizing(weak)),
        (new("pseudo-labels", "伪标签"), new PseudoLabelling(weak, Threshold)),
        ("mean teacher", new MeanTeaching(weak)),
        ("FixMatch", new FixMatching(weak, strong, Threshold)),
        ("MixMatch", new MixMatching(weak)),
    ];
}
