"""Words that say nothing about the subject: left out when indexing and when asking."""

RU = frozenset(
    """
    а без более бы был была были было быть в вам вас ваш весь во вот все всего всех всю вы где да даже для до его ее
    ей ему если есть еще же за и из или им ими их к как какая какие какой каков каким каких каком какую ко когда кому
    которая которого которой которые который которых кто ли либо лишь мне может можно мой мы на над надо нам нами нас
    наш не него нее ней нельзя нем нему нет ни нибудь ним них но ну нужен нужна нужно о об однако он она они оно от
    очень по под после потом потому почему при про раз с сам свой свое своего своей свою себе себя сейчас со так также
    такая такие такой там тебе тебя тем то того тоже той только том тот ту ты у уже хотя чего чей чем через что чтобы
    чье эта эти этим этих это этого этой этом этот эту я делать сделать является
    """.split()  # noqa: SIM905 - a readable list of two hundred words
)

EN = frozenset(
    """
    a able about an and any are as at be been being but by can could did do does for from had has have he her his how i if in
    into is it its may me more most my no not of on or our own s shall she should so some such than that the their
    them then there these they this those to too was we were what when where which while who whom whose why will with
    would you your
    """.split()  # noqa: SIM905 - a readable list of a hundred words
)

ID = frozenset(
    """
    ada adalah agar akan aku anda antara apa apakah atas atau bagaimana bagi bahwa banyak beberapa belum berapa bila
    bisa boleh dalam dan dapat dari daripada demi dengan di dia harus hingga ia ini itu jadi jika juga kami kamu kapan
    karena ke kepada ketika kita lagi lain lebih maka mana mereka mengapa oleh pada para pula saat saja sampai sangat
    saya sebagai sebelum secara sedang sehingga sejak semua seperti serta sesuatu setelah setiap siapa suatu sudah
    supaya tanpa telah tentang terhadap tersebut tetapi tidak tiap untuk yaitu yakni yang
    """.split()  # noqa: SIM905 - a readable list of a hundred words
)

STOPWORDS = {"ru": RU, "en": EN, "id": ID}
