using System.Text;
using Xunit;

namespace Minima.Cli.Tests.Encodings;

/// <summary>Tables made of words of a language, in the encoding that programs of its country write, are recognised.</summary>
public sealed class EncodingGuessTests
{
    private static readonly string[] Chinese =
        "姓名 年龄 城市 价格 数量 北京 上海 广州 深圳 成都 张三 李四 王五 赵钱 孙丽 周鑫 吴婷 郑琪 冯莉 陈钰 男 女 是 否 销售额 客户 编号 日期 备注 优秀 良好 合格 不合格 身高 体重 血压 温度 湿度 品牌 型号 颜色 红 绿 蓝 黑 白 有限公司 第一季度 大学 研究生 本科 产品质量检测报告".Split(' ');

    private static readonly string[] French =
        "prénom âge ville qualité quantité élève français garçon été hôtel forêt où déjà très près après société médecin coût goût sûr noël naïve cœur sœur œuvre Élodie Édouard À façade reçu plutôt".Split(' ');

    private static readonly string[] German =
        "Größe Straße Maß Übung Öl Ärzte schön müde süß früh Käse Männer Frauen Häuser Bücher Gemüse Fuß weiß heiß König Jäger Löffel Stück Köln München Düsseldorf Zürich".Split(' ');

    private static readonly string[] Spanish =
        "año niño señor mañana corazón canción teléfono médico número día país café rápido fácil también según jamás última Ávila León Málaga Córdoba ¿Cuándo? ¡Adiós! pingüino".Split(' ');

    /// <summary>Words of tables by language, and the encoding in which programs of the country write them.</summary>
    private static readonly (string Language, string Encoding, string[] Words)[] Languages =
    [
        ("Chinese", "gb18030", Chinese),
        ("French", "windows-1252", French),
        ("German", "windows-1252", German),
        ("Spanish", "windows-1252", Spanish),
        ("Portuguese", "windows-1252", "preço descrição código endereço região média mês número não usuário avaliação coração pão São João cidade opção útil início até".Split(' ')),
        ("Swedish", "windows-1252", "ålder vikt längd år månad kön företag försäljning pris område väder Göteborg Malmö hög låg grön blå röd".Split(' ')),
        ("Traditional Chinese", "big5", "姓名 年齡 城市 價格 數量 臺北 高雄 臺中 張三 李四 王五 陳小明 男 女 是 否 銷售額 客戶 編號 日期 備註 優秀 良好 身高 體重 溫度 濕度 品牌 型號 顏色 紅 綠 藍 有限公司 第一季度 大學 研究所".Split(' ')),
        ("Japanese", "shift_jis", "氏名 年齢 都市 価格 数量 東京 大阪 京都 山田太郎 佐藤 鈴木 男性 女性 はい いいえ 売上高 顧客番号 日付 備考 優秀 身長 体重 温度 湿度 ブランド 型番 カラー 赤 緑 青 株式会社 データ サイズ 会員 とても良い".Split(' ')),
        ("Korean", "cp949", "이름 나이 도시 가격 수량 서울 부산 대구 김철수 이영희 박민수 남자 여자 예 아니오 매출액 고객번호 날짜 비고 우수 신장 체중 온도 습도 브랜드 모델 색상 빨강 초록 파랑 주식회사 데이터 크기 회원 매우좋음".Split(' ')),
        ("Russian", "windows-1251", "имя возраст город цена количество Москва Казань Иванов Петрова мужской женский да нет продажи клиент номер дата примечание отлично хорошо рост вес температура влажность марка модель цвет красный зелёный синий ООО размер".Split(' ')),
        ("Ukrainian", "windows-1251", "ім'я вік місто ціна кількість Київ Львів Харків чоловік жінка так ні продажі клієнт номер дата примітка відмінно добре зріст вага температура вологість колір червоний зелений синій розмір їжа".Split(' ')),
        ("Greek", "windows-1253", "όνομα ηλικία πόλη τιμή ποσότητα Αθήνα Θεσσαλονίκη άνδρας γυναίκα ναι όχι πωλήσεις πελάτης αριθμός ημερομηνία σχόλιο ύψος βάρος θερμοκρασία υγρασία χρώμα κόκκινο πράσινο μπλε μέγεθος".Split(' ')),
        ("Polish", "windows-1250", "imię wiek miasto cena ilość Łódź Kraków Gdańsk mężczyzna kobieta sprzedaż wartość zamówienie płeć średnia województwo uwagi wysokość ciężar wilgotność żółty zielony rozmiar liczba mieszkańców".Split(' ')),
        ("Czech", "windows-1250", "jméno věk město cena množství Praha Plzeň Ostrava muž žena prodej hodnota objednávka průměr výška váha teplota vlhkost červená zelená žlutá velikost počet poznámka příjmení".Split(' ')),
        ("Hungarian", "windows-1250", "név életkor város ár mennyiség Győr Székesfehérvár férfi nő eladás érték rendelés átlag magasság súly hőmérséklet nedvesség zöld méret megjegyzés összeg idő utcanév gyűjtő".Split(' ')),
        ("Turkish", "windows-1254", "isim yaş şehir fiyat miktar İstanbul İzmir Diyarbakır erkek kadın satış değer sipariş müşteri ortalama boy ağırlık sıcaklık nem kırmızı yeşil sarı büyüklük sayı açıklama doğum".Split(' ')),
    ];

    /// <summary>Each language in tables of some words, with several seeds.</summary>
    public static TheoryData<string, int> Tables
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (language, _, _) in Languages)
            {
                foreach (var words in new[] { 1, 2, 3, 5, 10, 50, 500, 20_000 }) data.Add(language, words);
            }

            return data;
        }
    }

    [SlowTheory]
    [MemberData(nameof(Tables))]
    public void TheLanguageGivesTheEncoding(string language, int length)
    {
        var (_, encoding, words) = Languages.Single(one => one.Language == language);
        var (tried, wrong) = (0, new List<string>());
        for (var seed = 0; seed < (length > 100 ? 3 : 100); seed++)
        {
            var text = TableOf(words, length, new Random(seed));
            var bytes = EncodingNames.Find(encoding)!.GetBytes(text);

            // Plain letters are the same everywhere, and one word alone can be UTF-8 by chance: AChineseWordThatIsUtf8ByChanceIsTakenForUtf8.
            if (bytes.AsSpan().IndexOfAnyInRange((byte)0x80, byte.MaxValue) < 0 || Encoding.UTF8.GetString(bytes).AsSpan().IndexOf('\uFFFD') < 0) continue;
            tried++;
            var guess = EncodingGuess.Of(bytes, isWhole: true);
            Assert.NotNull(guess);
            var read = EncodingNames.Find(guess)!.GetString(bytes);
            if (read != text) wrong.Add($"{guess}: {string.Join(' ', text.Split('\n', ',').Zip(read.Split('\n', ',')).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First} {pair.Second}"))}");
            Assert.Equal(EncodingGuess.Utf8, EncodingGuess.Of(Encoding.UTF8.GetBytes(text), isWhole: true));
        }

        // A word or two are as usual in another language; Chinese and the languages of the West come first then. Ten words decide for all.
        var mayBeWrong = length >= 10 || language is "Chinese" or "French" or "German" or "Spanish" ? 0 : length == 5 ? 0.1 : 1;
        Assert.True(wrong.Count <= mayBeWrong * tried, $"{wrong.Count} of {tried}: {string.Join('\n', wrong)}");
    }

    /// <summary>Where a sample ends in the middle of a character, it is no less of its encoding.</summary>
    [Fact]
    public void ASampleMayEndWithinACharacter()
    {
        var text = TableOf(Chinese, 50, new Random(1));
        foreach (var (name, expected) in new[] { ("utf-8", EncodingGuess.Utf8), ("gbk", EncodingGuess.Chinese) })
        {
            var bytes = EncodingNames.Find(name)!.GetBytes(text);
            for (var length = bytes.Length - 40; length <= bytes.Length; length++) Assert.Equal(expected, EncodingGuess.Of(bytes.AsSpan(0, length), isWhole: false));
        }
    }

    /// <summary>The case that cannot be told, as docs/terminal.md has it: accented capitals in pairs that stand alone.</summary>
    [Fact]
    public void TwoAccentedCapitalsAloneAreTakenForChinese()
    {
        var bytes = EncodingNames.Find("windows-1252")!.GetBytes("x,y\nÀÉ,1\n");
        Assert.Equal(EncodingGuess.Chinese, EncodingGuess.Of(bytes, isWhole: true));
        Assert.Equal(EncodingGuess.Western, EncodingGuess.Of(EncodingNames.Find("windows-1252")!.GetBytes("x,y\nÀÉ,1\nété,2\n"), isWhole: true));
    }

    /// <summary>The other case that cannot be told: bytes that are letters in UTF-8 too; one more Chinese word, and they are told.</summary>
    [Fact]
    public void AChineseWordThatIsUtf8ByChanceIsTakenForUtf8()
    {
        var coding = EncodingNames.Find("gbk")!;
        Assert.Equal(EncodingGuess.Utf8, EncodingGuess.Of(coding.GetBytes("x,y\n血压,1\n"), isWhole: true));
        Assert.Equal(EncodingGuess.Chinese, EncodingGuess.Of(coding.GetBytes("x,y\n血压,1\n体重,2\n"), isWhole: true));
    }

    [Theory]
    [InlineData("gbk")]
    [InlineData("cp936")]
    [InlineData("GB18030")]
    [InlineData("utf8")]
    [InlineData("UTF-16")]
    [InlineData("latin1")]
    [InlineData("cp1252")]
    [InlineData("big5")]
    [InlineData("shift_jis")]
    public void NamesThatPeopleUseAreKnown(string name) => Assert.NotNull(EncodingNames.Find(name));

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    [InlineData("cp99999")]
    public void OtherNamesAreNot(string name) => Assert.Null(EncodingNames.Find(name));

    private static string TableOf(string[] words, int length, Random random)
    {
        var text = new StringBuilder("id,name,value\n");
        for (var i = 0; i < length; i++) text.Append(i).Append(',').Append(words[random.Next(words.Length)]).Append(',').Append(random.Next(100)).Append('\n');
        return text.ToString();
    }
}
