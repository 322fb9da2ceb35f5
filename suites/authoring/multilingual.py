#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arithmetic and extraction in six languages, with answers that do not depend on the language."""
from authoring import Suite

s = Suite("multilingual", {256: 60}, {k: 10 for k in ("german", "french", "spanish", "chinese", "arabic", "hindi")})
n, ch, li, ex, js = s.n, s.ch, s.li, s.ex, s.js


def schema(**keys):
    return {"type": "object", "additionalProperties": False, "required": list(keys), "properties": {k: {"type": t} for k, t in keys.items()}}


READ = "read from the prompt"

s.cat("german")
n("Ein Zug fährt um 8:47 Uhr ab und kommt um 11:12 Uhr an. Wie viele Minuten dauert die Fahrt?", "11 * 60 + 12 - (8 * 60 + 47)")
n("Wie viel ist siebenundvierzig mal dreiundzwanzig? Antworte nur mit der Zahl in Ziffern ohne Punkte.", "47 * 23")
n("Frau Lindner kauft vier Hefte zu je 1,35 € und einen Stift zu 2,80 €. Sie zahlt mit einem Zehneuroschein. Wie viele Cent bekommt sie zurück?", "1000 - (4 * 135 + 280)")
n("In einer Klasse mit 28 Kindern fehlen heute drei Siebtel. Wie viele Kinder sind da?", "28 - 28 * F(3, 7)")
n("„Bestellung 4711 vom 3. Mai: 12 Kisten Äpfel, 7 Kisten Birnen, Lieferung an Tor 5.“ Wie viele Kisten wurden insgesamt bestellt?", "sum(int(k) for k in re.findall(r'(\\d+) Kisten', text))", READ)
ch("Welches Wort steht im Wörterbuch zuletzt?\nA) Garten\nB) Gabel\nC) Gast\nD) Garn\nNur der Buchstabe.", "max(re.findall(r'([A-D])\\) (\\w+)', text), key=lambda x: x[1])[0]", "Buchstabe für Buchstabe verglichen")
js("Gib als JSON mit den Schlüsseln name, alter und stadt aus: „Ich heiße Jonas, bin 29 und wohne in Kiel.“", "{'name': 'Jonas', 'alter': 29, 'stadt': 'Kiel'}", READ, schema(name="string", alter="integer", stadt="string"))
li("Ordne diese Zahlen aufsteigend, durch Kommas getrennt: einundzwanzig, zwölf, einhundertzwei, zwanzig. Schreibe Ziffern.", "sorted([21, 12, 102, 20])", "die Zahlwörter in Ziffern")
n("Heute ist Mittwoch. Welcher Tag ist in hundert Tagen? Antworte mit 1 für Montag bis 7 für Sonntag.", "(3 - 1 + 100) % 7 + 1", "100 = 14 · 7 + 2")
ex("Wie lautet das Aktenzeichen? „Bitte überweisen Sie den Betrag bis Freitag unter Angabe von KX-2093/b, nicht KX-2039/b.“ Nur das Aktenzeichen.", "re.search(r'Angabe von (\\S+?),', text)[1]", READ)

s.cat("french")
n("Un boulanger vend 36 baguettes à 1,10 € et 15 brioches à 2,40 €. Quelle est la recette totale en centimes ?", "36 * 110 + 15 * 240")
n("Combien font quatre-vingt-dix-sept plus soixante-dix-huit ? Réponds en chiffres.", "97 + 78")
n("Un rectangle mesure 17 cm sur 9 cm. Quel est son périmètre en centimètres ?", "2 * (17 + 9)")
n("Claire a lu les deux cinquièmes d'un livre de 345 pages. Combien de pages lui reste-t-il ?", "345 - 345 * F(2, 5)")
ch("Lequel de ces nombres est premier ?\nA) 57\nB) 87\nC) 83\nD) 91\nRéponds par une lettre.", "[c for c, k in re.findall(r'([A-D])\\) (\\d+)', text) if prime(int(k))][0]", "les diviseurs ont été essayés")
js("Extrais en JSON (clés: vol, porte, retard): « Le vol AF 882 partira de la porte 14 avec 35 minutes de retard. » vol est un texte, les autres sont des nombres.", "{'vol': 'AF 882', 'porte': 14, 'retard': 35}", READ, schema(vol="string", porte="integer", retard="integer"))
n("Le réservoir contient 60 litres. La voiture consomme 7,5 litres aux cent kilomètres. Quelle distance, en kilomètres, peut-elle parcourir ?", "F(60 * 100) / F('7.5')")
li("Donne les quatre premiers multiples de 13 supérieurs à 100, séparés par des virgules.", "[k for k in range(101, 200) if k % 13 == 0][:4]", "comptés")
n("Dans la phrase « Les élèves rêvaient d'un été à la mer », combien de fois trouve-t-on la lettre é ?", "text.split('«')[1].split('»')[0].count('é')", READ)
ex("Quel est le code postal dans cette adresse ? « 5, rue des Lilas, 2e étage, 69003 Lyon » Seulement le code.", "re.search(r'\\b\\d{5}\\b', text)[0]", READ)

s.cat("spanish")
n("María tiene 250 pesos y gasta tres octavos en libros y después 40 pesos en el cine. ¿Cuánto le queda? Usa decimales si hace falta.", "250 - 250 * F(3, 8) - 40")
n("¿Cuánto es setecientos dos menos ciento ochenta y nueve? Escribe solo cifras.", "702 - 189")
n("Seis obreros pintan un puente en 20 días. ¿En cuántos días lo pintarían ocho obreros?", "F(6 * 20, 8)")
n("Un ciclista recorre 15 km en 40 minutos. ¿Cuál es su velocidad media en km/h?", "F(15 * 60, 40)")
n("«Faltaron 4 sillas el lunes, 9 el martes y ninguna el miércoles; el jueves sobraron 6.» ¿Cuántas sillas faltaron en total de lunes a miércoles?", "4 + 9 + 0", READ)
ch("¿Qué fracción es mayor?\nA) 3/5\nB) 5/8\nC) 4/7\nD) 7/12\nContesta con la letra.", "max(re.findall(r'([A-D])\\) (\\d+)/(\\d+)', text), key=lambda x: F(int(x[1]), int(x[2])))[0]", "fracciones comparadas exactamente")
js("Convierte en JSON con las claves producto, precio y hay: «El taladro cuesta 59 euros y no queda ninguno». precio es un número y hay es true o false.", "{'producto': 'taladro', 'precio': 59, 'hay': False}", READ, schema(producto="string", precio="integer", hay="boolean"))
n("Pienso un número; si le sumo 14 y divido el resultado entre 3 obtengo 12. ¿Qué número es?", "12 * 3 - 14")
li("Escribe los divisores de 45 en orden creciente, separados por comas.", "[d for d in range(1, 46) if 45 % d == 0]", "todos los números probados")
n("¿En qué año nació alguien que cumplió 67 años en 2011?", "2011 - 67", b=256)

s.cat("chinese")
n("小明有三十六颗糖，分给四个朋友每人五颗，又买了十二颗。他现在有多少颗糖？", "36 - 4 * 5 + 12")
n("计算：二百零五乘以四十。请只用阿拉伯数字回答。", "205 * 40")
n("一本书原价80元，打七五折后再减5元，要付多少元？", "80 * F(75, 100) - 5", "七五折就是原价的75%")
n("火车每小时行驶120公里，行驶450公里需要多少分钟？", "F(450 * 60, 120)")
ch("哪一个数最小？\nA) 0.5\nB) 2/5\nC) 45%\nD) 0.41\n只回答字母。", "min([('A', F(1, 2)), ('B', F(2, 5)), ('C', F(45, 100)), ('D', F('0.41'))], key=lambda x: x[1])[0]", "都换成分数比较")
js("从这句话中提取JSON，键为city、date、people：“王经理将于6月18日带7个人去成都。” date写成MM-DD，people是数字，不算王经理，city用拼音小写chengdu。", "{'city': 'chengdu', 'date': '06-18', 'people': 7}", READ, schema(city="string", date="string", people="integer"))
n("一个长方形的面积是91平方厘米，宽7厘米。周长是多少厘米？", "2 * (91 // 7 + 7)")
n("“鸡和兔共有20只，脚一共有56只。”兔子有几只？", "next(k for k in range(21) if 4 * k + 2 * (20 - k) == 56)", "逐一试过")
li("把下面的数从大到小排列，用逗号隔开：八十一、十八、一百零八、八十。请写数字。", "sorted([81, 18, 108, 80], reverse=True)", "数词换成数字")
ex("“请拨打客服电话 400-820-1177，不要拨打旧号码 400-820-7711。”正确的电话号码是什么？只写号码。", "re.search(r'客服电话 ([\\d-]+)', text)[1]", READ)

s.cat("arabic")
n("اشترى سامي 5 كتب بسعر 14 دينارا للكتاب، ودفع ورقة من فئة مئة دينار. كم دينارا يعود إليه؟", "100 - 5 * 14")
n("ما حاصل ضرب خمسة وعشرين في ستة عشر؟ اكتب الجواب بالأرقام.", "25 * 16")
n("في المكتبة ٣٤٠ كتابا، أعير منها ٤٥ ثم أعيد ١٨. كم كتابا في المكتبة الآن؟", "340 - 45 + 18", "340 − 45 + 18")
n("سيارة تقطع 270 كيلومترا في ثلاث ساعات. كم كيلومترا تقطع في 50 دقيقة بالسرعة نفسها؟", "F(270, 3) * F(50, 60)")
n("ثلث عدد ما زائد 8 يساوي 23. ما هذا العدد؟", "(23 - 8) * 3")
ch("أي عدد يقبل القسمة على 6؟\nA) 122\nB) 136\nC) 150\nD) 163\nأجب بحرف واحد.", "[c for c, k in re.findall(r'([A-D])\\) (\\d+)', text) if int(k) % 6 == 0][0]", "جُرّبت الأعداد الأربعة")
js("استخرج JSON بالمفاتيح room و floor و guests من الجملة: «الغرفة 512 في الطابق الخامس محجوزة لثلاثة ضيوف». القيم أعداد.", "{'room': 512, 'floor': 5, 'guests': 3}", READ, schema(room="integer", floor="integer", guests="integer"))
li("اكتب أول أربعة أعداد فردية بعد 97، مفصولة بفواصل.", "[k for k in range(98, 120) if k % 2][:4]", "بالعدّ")
n("مثلث زواياه 35 درجة و 85 درجة. كم درجة زاويته الثالثة؟", "180 - 35 - 85")
ex("ما رمز الشحنة في هذه الرسالة؟ «وصلت الشحنة ذات الرمز QT-4408 أمس، أما QT-4480 فما زالت في الطريق». الرمز الذي وصل فقط.", "re.search(r'[A-Z]{2}-\\d{4}', text)[0]", READ)

s.cat("hindi")
n("राधा के पास 84 आम हैं। वह एक चौथाई अपने भाई को देती है और 9 खा लेती है। कितने आम बचे?", "84 - 84 // 4 - 9")
n("पैंतालीस और सड़सठ का योग कितना है? उत्तर अंकों में लिखो।", "45 + 67")
n("एक दुकानदार ने 640 रुपये की साइकिल 15% लाभ पर बेची। बिक्री मूल्य कितने रुपये है?", "640 * F(115, 100)")
n("१२ मज़दूर एक दीवार ८ दिन में बनाते हैं। ६ मज़दूर उसे कितने दिन में बनाएँगे?", "F(12 * 8, 6)", "12 · 8 / 6")
n("एक आयत की लंबाई 14 मीटर और चौड़ाई 6 मीटर है। उसका क्षेत्रफल कितने वर्ग मीटर है?", "14 * 6")
ch("इनमें सबसे बड़ी संख्या कौन सी है?\nA) 5040\nB) 5404\nC) 5044\nD) 5400\nकेवल अक्षर लिखो।", "max(re.findall(r'([A-D])\\) (\\d+)', text), key=lambda x: int(x[1]))[0]", "संख्याओं की तुलना की गई")
js("इस वाक्य से JSON बनाओ, कुंजियाँ train, platform और minutes: «गाड़ी 12951 प्लेटफ़ॉर्म 3 पर 25 मिनट देर से आएगी»। सभी मान संख्याएँ हों।", "dict(zip(('train', 'platform', 'minutes'), map(int, re.findall(r'\\d+', text)[:3])))", READ, schema(train="integer", platform="integer", minutes="integer"))
n("लगातार तीन संख्याओं का योग 72 है। सबसे छोटी संख्या क्या है?", "F(72, 3) - 1")
li("24 और 36 के सभी समान गुणनखंड बढ़ते क्रम में, अल्पविराम से अलग करके लिखो।", "[d for d in range(1, 25) if 24 % d == 0 and 36 % d == 0]", "सब संख्याएँ जाँची गईं")
n("कक्षा सुबह 10:35 पर शुरू हुई और दोपहर 1:10 पर समाप्त हुई। कक्षा कितने मिनट चली?", "13 * 60 + 10 - (10 * 60 + 35)")
s.write()
